// A voice note is recorded on the phone, listened to, and taken again where it went wrong; it leaves with its entry.
const voice = (() => {
  const LONGEST = 300;
  const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const notes = new Map();

  const can = () => Boolean(window.MediaRecorder && navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  function ready(box, words) {
    if (!can()) return;
    const field = box.querySelector("input[type=file]");
    const [start, stop, again] = ["start", "stop", "again"].map(name => box.querySelector(`[data-voice=${name}]`));
    const [time, player] = [box.querySelector("[data-voice=time]"), box.querySelector("audio")];
    let recorder, ticking, began;

    function stand(state) {
      box.dataset.state = state;
      start.hidden = state !== "empty";
      stop.hidden = state !== "recording";
      again.hidden = player.hidden = state !== "done";
      if (state !== "recording") clearInterval(ticking);
    }

    function empty() {
      notes.delete(field.name);
      if (player.src) URL.revokeObjectURL(player.src);
      player.removeAttribute("src");
      time.textContent = "";
      stand("empty");
    }

    async function record() {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        time.textContent = words.noMicrophone;
        return;
      }
      const type = TYPES.find(one => MediaRecorder.isTypeSupported(one));
      const parts = [];
      recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
      recorder.ondataavailable = event => { if (event.data.size) parts.push(event.data); };
      recorder.onstop = () => {
        stream.getTracks().forEach(track => track.stop());
        const note = new Blob(parts, { type: recorder.mimeType });
        notes.set(field.name, note);
        player.src = URL.createObjectURL(note);
        stand("done");
        again.focus();
      };
      began = performance.now();
      recorder.start(1000);
      stand("recording");
      stop.focus();
      const tick = () => {
        const seconds = (performance.now() - began) / 1000;
        time.textContent = clock(seconds);
        if (seconds >= LONGEST) finish();
      };
      tick();
      ticking = setInterval(tick, 250);
    }

    function finish() {
      if (recorder && recorder.state !== "inactive") recorder.stop();
    }

    start.addEventListener("click", record);
    stop.addEventListener("click", finish);
    again.addEventListener("click", () => { empty(); start.focus(); });
    box.addEventListener("clear", () => { finish(); empty(); });
    box.querySelector("[data-voice=recorder]").hidden = false;
    box.querySelector("[data-voice=plain]").hidden = true;
    field.disabled = true;
    empty();
  }

  const ending = type => type.startsWith("audio/mp4") ? "m4a" : type.startsWith("audio/ogg") ? "ogg" : "webm";

  return { ready, notes, ending };
})();
