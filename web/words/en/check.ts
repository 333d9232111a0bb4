export const check = {
  checkAudioAndVideo: "Check Audio and Video",
  theCheckNeedsJavascript: "The check needs JavaScript, which this browser has turned off. So does the video call.",
  onlyYouCanSee: "Only you can see and hear this.",
} as const;
