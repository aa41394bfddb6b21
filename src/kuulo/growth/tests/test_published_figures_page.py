"""Published figures: the shipped list, and lists of one's own that come and go."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuulo.base.errors import FileError, NotFoundError
from kuulo.growth.models import BenchmarkFile
from kuulo.growth.services import add_benchmarks, remove_benchmarks
from kuulo.growth.tests.cast import fill

pytestmark = pytest.mark.django_db
PAGE = "/growth/benchmarks/"
LIST = (
    b"organisation,measure,value,year,source,population,definition,scale_min,scale_max,n\n"
    b"Naapuri Oy,NPS,60,2025,Annual report,Customers,nps@1,0,10,400\n"
)


def upload(client: Client, content: bytes = LIST, name: str = "own.csv"):  # type: ignore[no-untyped-def]  # Django's response
    return client.post(reverse("growth:add_benchmarks"), {"file": SimpleUploadedFile(name, content)})


def test_the_shipped_figures_say_why_they_are_not_compared(lead: Client) -> None:
    fill()
    text = lead.get(PAGE).content.decode()
    assert "The Carpentries" in text
    assert "yours is nps@1" in text


def test_a_list_of_your_own_is_kept_compared_and_removed(lead: Client) -> None:
    fill()
    assert upload(lead).status_code == 302
    text = lead.get(PAGE).content.decode()
    assert "Naapuri Oy" in text
    assert "chance" in text
    told = lead.get(reverse("growth:benchmarks_json")).json()["figures"][0]
    assert told["benchmark"]["organisation"] == "Naapuri Oy"
    assert told["difference"][1] < told["difference"][0] < told["difference"][2]
    number = BenchmarkFile.objects.get().pk
    assert lead.post(reverse("growth:remove_benchmarks", args=[number])).status_code == 302
    assert "Naapuri Oy" not in lead.get(PAGE).content.decode()


def test_a_list_of_the_same_name_gives_way() -> None:
    assert add_benchmarks(name="own.csv", content=LIST) == 1
    add_benchmarks(name="own.csv", content=LIST.replace(b"NPS,60", b"NPS,12"))
    assert "12" in BenchmarkFile.objects.get().content


def test_a_wrong_line_is_named_and_nothing_is_kept(lead: Client) -> None:
    response = upload(lead, LIST.replace(b"NPS,60", b"NPS,much"))
    assert response.status_code == 422
    assert "line 2" in response.content.decode()
    assert not BenchmarkFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [("own.xlsx", LIST, "neither TOML nor CSV"), ("own.csv", b"\xff\xfe\x00", "not written in UTF-8")],
)
def test_files_of_another_kind_are_refused(name: str, content: bytes, found: str) -> None:
    with pytest.raises(FileError, match=found):
        add_benchmarks(name=name, content=content)


def test_no_file_and_too_large_a_file_are_refused(lead: Client) -> None:
    assert lead.post(reverse("growth:add_benchmarks")).status_code == 422
    assert upload(lead, b"x" * 2_000_001).status_code == 422


def test_a_list_that_an_older_version_took_in_and_this_one_cannot_read_is_told(lead: Client) -> None:
    add_benchmarks(name="own.csv", content=LIST)
    BenchmarkFile.objects.update(content=LIST.decode().replace("nps@1", "nps@0"))
    assert "There is no definition" in lead.get(PAGE).content.decode().replace("there is", "There is")


def test_removing_what_is_gone_is_told(lead: Client) -> None:
    with pytest.raises(NotFoundError):
        remove_benchmarks(number=7)
    assert lead.post(reverse("growth:remove_benchmarks", args=[7])).status_code == 404


def test_readers_see_figures_and_bring_none(reader: Client) -> None:
    assert reader.get(PAGE).status_code == 200
    assert "A list of your own" not in reader.get(PAGE).content.decode()
    assert upload(reader).status_code == 403
