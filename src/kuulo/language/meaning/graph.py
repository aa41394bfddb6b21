"""Builds the model of sentence embeddings as a graph that onnxruntime runs: in floats, or in whole numbers of 8 bits.

The encoder is BERT's (Devlin et al. 2019) with multilingual-e5-small's sizes. In whole numbers, every matrix product
takes weights of 7 bits (so that no processor's addition overflows) and activations of 8 bits in a range that was
measured beforehand. A fixed range, unlike one taken from each batch, gives a text the same vector whatever texts stand
beside it. The few channels with activations far beyond all others stay floats (Dettmers et al. 2022, "LLM.int8()").
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later
from kuulo.language.meaning.weights import Weights

onnx = Later("onnx")
onnx_helper = Later("onnx.helper")
numpy_helper = Later("onnx.numpy_helper")

MICROSOFT: Final = "com.microsoft"
LEVELS: Final = 63
OPSET: Final = 21
IR_VERSION: Final = 10
FLOAT: Final = 1
INT32: Final = 6


@dataclass(frozen=True)
class Range:
    """Where the activations before one matrix lie, the channels ``apart`` (which stay floats) left out."""

    low: float
    high: float
    apart: tuple[int, ...]


def read_ranges() -> dict[str, Range]:
    """Return the ranges that were measured for the shipped model, by site (``l0.qkv``, ``l0.ao``, ``l0.fi``, …)."""
    told = json.loads(files("kuulo.language.meaning").joinpath("ranges.json").read_text(encoding="utf-8"))
    return {site: Range(low, high, tuple(apart)) for site, (low, high, apart) in told.items()}


class Graph:
    """A graph in the making.

    Args:
        weights: The packed weights.
        ranges: Where each site's activations lie; empty for a graph in floats.
    """

    def __init__(self, weights: Weights, ranges: Mapping[str, Range]) -> None:
        self._weights = weights
        self._ranges = ranges
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self.sites: dict[str, str] = {}
        """The name of the activations before each site's matrix."""

    def encode(self) -> str:
        """Add the whole encoder, from ``embedded`` and ``mask`` on; return the name of its result."""
        self._constant("last", np.array([-1], np.int64))
        state = self._normalise("embedded", "emb.ln")
        for layer in range(self._weights.sizes.layers):
            state = self._layer(state, f"l{layer}.")
        return state

    def to_bytes(self, outputs: Sequence[str]) -> bytes:
        """Return the graph as a model whose results are ``outputs``."""
        width = self._weights.sizes.width
        embedded = onnx_helper.make_tensor_value_info("embedded", FLOAT, ["texts", "pieces", width])
        mask = onnx_helper.make_tensor_value_info("mask", INT32, ["texts", "pieces"])
        results = [onnx_helper.make_tensor_value_info(name, FLOAT, None) for name in outputs]
        graph = onnx_helper.make_graph(self._nodes, "encoder", [embedded, mask], results, self._constants)
        opsets = [onnx_helper.make_opsetid("", OPSET), onnx_helper.make_opsetid(MICROSOFT, 1)]
        model = onnx_helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
        content: bytes = model.SerializeToString()
        return content

    def _layer(self, state: str, at: str) -> str:
        heads = self._weights.sizes.heads
        asked = self._product(state, f"{at}qkv", ("q", "k", "v"))
        parts = [f"{at}{part}" for part in ("asking", "key", "value")]
        self._node("Split", [asked], parts, axis=-1, num_outputs=3)
        seen = self._node("MultiHeadAttention", [*parts, "", "mask"], [f"{at}seen"], MICROSOFT, num_heads=heads)
        state = self._normalise(self._sum(state, self._product(seen, f"{at}ao", ("ao",))), f"{at}aln")
        inner = self._node("Gelu", [self._product(state, f"{at}fi", ("fi",))], [f"{at}gelu"], MICROSOFT)
        return self._normalise(self._sum(state, self._product(inner, f"{at}fo", ("fo",))), f"{at}oln")

    def _product(self, state: str, site: str, names: Sequence[str]) -> str:
        """Multiply by a matrix (several side by side, where they share what they read) and add its bias."""
        self.sites[site] = state
        layer = site.partition(".")[0]
        sizes = self._weights.sizes
        columns = sizes.inner if site.endswith(".fo") else sizes.width
        matrix = np.concatenate(
            [self._weights.blocks(f"{layer}.{name}.w", columns).to_floats() for name in names],
        )
        bias = np.concatenate([self._weights.floats(f"{layer}.{name}.b") for name in names])
        if site in self._ranges:
            return self._whole_product(state, site, matrix, bias)
        product = self._node("MatMul", [state, self._constant(f"{site}.w", matrix.T)], [f"{site}.product"])
        return self._sum(product, self._constant(f"{site}.b", bias))

    def _whole_product(self, state: str, site: str, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        within = self._ranges[site]
        apart = np.array(within.apart, np.int64)
        rest = matrix.copy()
        rest[:, apart] = 0
        scales = (np.abs(rest).max(axis=1) / LEVELS).astype(np.float32)
        step = (within.high - within.low) / 255
        self._constant(f"{site}.step", np.float32(step))
        self._constant(f"{site}.zero", np.uint8(round(-within.low / step)))
        self._node("QuantizeLinear", [state, f"{site}.step", f"{site}.zero"], [f"{site}.whole"])
        numbers = np.rint(rest / scales[:, None]).astype(np.int8).T
        inputs = [
            f"{site}.whole",
            self._constant(f"{site}.w", numbers),
            f"{site}.step",
            self._constant(f"{site}.scales", scales),
            f"{site}.zero",
            self._constant(f"{site}.zeros", np.zeros(len(scales), np.int8)),
            self._constant(f"{site}.b", bias),
        ]
        product = self._node("MatMulIntegerToFloat", inputs, [f"{site}.product"], MICROSOFT)
        if not within.apart:
            return product
        self._node("Gather", [state, self._constant(f"{site}.which", apart)], [f"{site}.far"], axis=-1)
        far = self._constant(f"{site}.far_w", matrix[:, apart].T)
        return self._sum(product, self._node("MatMul", [f"{site}.far", far], [f"{site}.far_product"]))

    def _normalise(self, state: str, name: str) -> str:
        """Add layer normalisation out of its parts, which run faster than the operator that has one name for all."""
        sizes = self._weights.sizes
        mean = self._node("ReduceMean", [state, "last"], [f"{name}.mean"], keepdims=1)
        centred = self._node("Sub", [state, mean], [f"{name}.centred"])
        squares = self._node("ReduceSumSquare", [centred, "last"], [f"{name}.squares"], keepdims=1)
        share = self._constant(f"{name}.share", np.float32(1 / sizes.width))
        variance = self._node("Mul", [squares, share], [f"{name}.variance"])
        safe = self._sum(variance, self._constant(f"{name}.epsilon", np.float32(sizes.epsilon)))
        deviation = self._node("Sqrt", [safe], [f"{name}.deviation"])
        unit = self._node("Div", [centred, deviation], [f"{name}.unit"])
        gain = self._constant(f"{name}.w", self._weights.floats(f"{name}.w"))
        scaled = self._node("Mul", [unit, gain], [f"{name}.scaled"])
        return self._sum(scaled, self._constant(f"{name}.b", self._weights.floats(f"{name}.b")))

    def _sum(self, left: str, right: str) -> str:
        return self._node("Add", [left, right], [f"{left}+{right}"])

    def _node(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **attributes: int
    ) -> str:
        self._nodes.append(onnx_helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def _constant(self, name: str, values: NDArray[Any] | np.generic) -> str:
        # Not `ascontiguousarray`, which makes a list of one out of a single number.
        self._constants.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name
