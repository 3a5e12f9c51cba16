// The settings of this browser: whether it shows notifications and plays a sound. Both are off until somebody turns them on.
const place = "portal.alerts";

const permission = () => "Notification" in globalThis ? Notification.permission : "unsupported";

export function settings() {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    // A browser without a store, or with something else in it, has the settings of a new one.
  }
  return { notify: kept.notify === true, sound: kept.sound === true, permission: permission() };
}

/** The settings in one line, as the page takes them. */
export function read() {
  const kept = settings();
  return [kept.permission, kept.notify ? "notify" : "", kept.sound ? "sound" : ""].join(" ");
}

export function save(notify, sound) {
  const before = settings();
  localStorage.setItem(place, JSON.stringify({ notify, sound }));
  // A first sound out of a click also allows the later ones, which have none.
  if (sound && !before.sound) play();
  return read();
}

export async function ask() {
  const answer = await Notification.requestPermission();
  return save(answer === "granted", settings().sound);
}

let audio;

export function play() {
  audio ??= new AudioContext();
  audio.resume();
  [[660, 0], [880, 0.12]].forEach(([pitch, after]) => {
    const begin = audio.currentTime + after;
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0.12, begin + 0.02);
    volume.gain.linearRampToValueAtTime(0, begin + 0.18);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.2);
  });
}
