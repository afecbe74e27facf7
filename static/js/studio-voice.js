// Records the microphone while the film runs, shows how loud it is, plays it again, sends it.
"use strict";
(() => {
  const form = document.getElementById("recorder"), film = document.getElementById("film");
  if (!form || !navigator.mediaDevices || !window.MediaRecorder) return;
  const KINDS = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4", "audio/webm"];
  const kind = KINDS.find(one => MediaRecorder.isTypeSupported(one));
  const SLACK = 2, LEAD = 3;
  const find = name => form.querySelector(name);
  const button = name => find(`[data-do=${name}]`);
  const heard = find("[data-heard]"), level = find("[data-level]"), clock = find("[data-clock]"), state = find("[data-state]");
  let recorder = null, stream = null, context = null, pieces = [], voice = null, frame = 0, wakeLock = null, peak = 0;

  find("[data-live]").hidden = false;
  find("[data-file]").open = false;

  const time = at => `${Math.floor(at / 60)}:${String(Math.floor(at % 60)).padStart(2, "0")}`;
  const say = words => { if (state.textContent !== words) state.textContent = words; };
  const rest = milliseconds => new Promise(done => setTimeout(done, milliseconds));

  async function begin() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: true, autoGainControl: true, channelCount: 1 } });
    } catch { say(form.dataset.refused); find("[data-file]").open = true; return; }
    context = new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(ear);
    heard.pause();
    film.pause();
    film.muted = true;
    film.currentTime = 0;
    button("listen").disabled = button("use").disabled = true;
    peak = 0;
    watch(ear);
    try { wakeLock = await navigator.wakeLock?.request("screen"); } catch { /* the screen may go dark */ }
    for (let left = LEAD; left > 0; left--) {
      say(form.dataset.count.replace("{seconds}", left));
      await rest(700);
      if (!stream) return;
    }
    pieces = [];
    recorder = new MediaRecorder(stream, { ...(kind ? { mimeType: kind } : {}), audioBitsPerSecond: 96000 });
    recorder.addEventListener("dataavailable", event => { if (event.data.size) pieces.push(event.data); });
    recorder.addEventListener("stop", end);
    recorder.start(1000);
    form.parentElement.classList.add("on");
    say(form.dataset.records);
    film.play().catch(() => {});
  }

  function watch(ear) {
    const wave = new Float32Array(ear.fftSize);
    let quiet = performance.now();
    const look = () => {
      ear.getFloatTimeDomainData(wave);
      let sum = 0;
      for (const one of wave) sum += one * one;
      const loud = Math.sqrt(sum / wave.length), share = Math.min(1, Math.max(0, 1 + Math.log10(loud + 1e-6) / 2.4));
      peak = Math.max(peak, share);
      level.setAttribute("width", (share * 100).toFixed(1));
      if (recorder?.state === "recording") {
        clock.textContent = time(film.currentTime);
        if (share > 0.25) quiet = performance.now();
        say(share > 0.95 ? form.dataset.loud : performance.now() - quiet > 4000 ? form.dataset.quiet : share > 0.25 ? form.dataset.good : state.textContent);
        if (film.ended && recorder.begun === undefined) { recorder.begun = performance.now(); }
        if (recorder.begun && performance.now() - recorder.begun > SLACK * 1000) return stop();
      }
      frame = requestAnimationFrame(look);
    };
    look();
  }

  function stop() {
    if (recorder?.state === "recording") recorder.stop();
    film.pause();
  }
  function end() {
    cancelAnimationFrame(frame);
    level.setAttribute("width", 0);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    context?.close();
    wakeLock?.release();
    form.parentElement.classList.remove("on");
    voice = new Blob(pieces, { type: (recorder.mimeType || "audio/webm").split(";")[0] });
    recorder = null;
    if (heard.src) URL.revokeObjectURL(heard.src);
    heard.src = URL.createObjectURL(voice);
    button("listen").disabled = button("use").disabled = false;
    say(form.dataset.listen);
    button("listen").focus();
  }
  function listen() {
    film.currentTime = 0;
    heard.currentTime = 0;
    film.muted = true;
    film.play().catch(() => {});
    heard.play();
  }
  async function use() {
    const body = new FormData();
    body.append("do", "use");
    body.append("voice", voice, voice.type.includes("mp4") ? "voice.m4a" : "voice.webm");
    button("use").disabled = true;
    say(form.dataset.sending);
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrf_token.value } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const wrong = page.getElementById("wrong");
        if (wrong) { say(wrong.textContent.trim()); button("use").disabled = false; return; }
        if (!answer.ok) throw new Error(answer.status);
        const made = page.getElementById("made");
        document.getElementById("made").replaceWith(document.adoptNode(made));
        if (window.htmx) window.htmx.process(document.getElementById("made"));
        say("");
        document.getElementById("made").scrollIntoView({ block: "nearest" });
        return;
      } catch { await rest(1500 * (attempt + 1)); }
    }
    say(form.dataset.failed);
    button("use").disabled = false;
  }

  button("record").addEventListener("click", () => (stream ? (recorder ? stop() : give_up()) : begin()));
  button("listen").addEventListener("click", listen);
  button("use").addEventListener("click", use);
  function give_up() {
    for (const track of stream.getTracks()) track.stop();
    stream = null;
    cancelAnimationFrame(frame);
    context?.close();
    level.setAttribute("width", 0);
    say("");
  }
  film.addEventListener("timeupdate", () => {
    clock.textContent = time(film.currentTime);
    for (const line of document.querySelectorAll(".script li")) {
      line.classList.toggle("now", film.currentTime >= line.dataset.start && film.currentTime < line.dataset.end);
    }
  });
  addEventListener("beforeunload", event => { if (recorder) event.preventDefault(); });
  clock.textContent = time(0);
})();
