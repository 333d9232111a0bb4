/** False where the browser was made without WebRTC, as some on Linux and some that block it for privacy are. */
export function canCall(): boolean {
  return "RTCPeerConnection" in window;
}
