// English: the measure for the other languages.
export const en = {
  title: 'Jackfield phone',
  signIn: 'Sign in', signOut: 'Sign out', name: 'Name', password: 'Password',
  keepTab: 'Stay signed in until this tab closes', keepAlways: 'Stay signed in on this device',
  linkTitle: 'Sign in by link', linkHint: 'This link signs you in without a password, once. Use it only if you expected it.', linkInstead: 'This link signs in somebody without a password, once: then {name} is signed out here. Use it only if you expected it.', linkNot: 'Not now',
  linkOver: 'This link was used already, or is over. Ask for a new one.',
  firstStart: 'The first start of the server printed two accounts and their passwords.',
  rootCertificate: 'Root certificate', trustOnce: 'Trust it once, and this page opens without a warning.',

  signedOut: 'Signed out', connecting: 'Connecting…', signedInAs: 'Signed in as {name}', lost: 'Connection lost. Trying again…',
  unreachable: 'The server can’t be reached. A running call goes on while its sound does.',
  offline: 'This device is offline. Check the network.',

  dialTab: 'Dial', close: 'Close', keypad: 'Keypad', recents: 'Recents', contacts: 'Contacts', messages: 'Messages', settings: 'Settings',
  sections: 'Sections', backToCall: 'Back to the call', makeCall: 'Make a call', whom: 'Name or number to call',
  whomShort: 'Name or number', erase: 'Delete the last character', dialPad: 'Dial pad',
  call: 'Call', videoCall: 'Video call', star: 'star', hash: 'hash',
  echoBefore: 'Dial', echoAfter: 'to hear yourself: the echo test.',
  typeFirst: 'Type a name or a number first.', badAddress: '“{name}” can’t be called. Check the name or number.',
  moreWays: 'More ways to call {name}', videoCallTo: 'Video call', directCall: 'Call directly', directVideo: 'Video directly', stateDirect: 'Direct call',
  directHint: 'From browser to browser: sound and pictures do not pass the server, and the other side learns your network address.', preferDirect: 'Call directly, from browser to browser, where the other side has this page open',

  incoming: 'Incoming call', incomingVideo: 'Incoming video call', calling: '{name} is calling', secondCall: 'Your call is put on hold when you answer.',
  answer: 'Answer', answerVideo: 'Answer with video', decline: 'Decline',
  answersKey: 'answers,', declinesKey: 'declines.',

  stateCalling: 'Calling…', stateRinging: 'Ringing…', stateConnected: 'Connected', stateMuted: 'Connected, muted', stateHeld: 'On hold',
  stateHeldByPeer: 'The other side holds the call', stateRecovering: 'Finding the way again…', stateJoined: 'Three-way call',
  stateJoinedMuted: 'Three-way call, muted', stateTransfer: 'Sending to {name}…',
  mute: 'Mute', hold: 'Hold', camera: 'Camera', screen: 'Share screen', transfer: 'Transfer', join: 'Join calls', split: 'Separate', hangUp: 'Hang up',
  toneKeys: 'Keypad for tones', tonesTyped: 'Keys pressed', addCall: 'Add call', callsNow: 'Calls now', switchTo: 'Switch to {name}', waitingCall: 'On hold: {name}',
  hangUpOn: 'Hang up on {name}',
  transferTitle: 'Transfer {name}', transferTo: 'To whom', transferNow: 'Send', transferCancel: 'Cancel', transferOr: 'Or connect with a call you already have:',
  connectWith: 'Connect with {name}', transferred: '{name} was sent to {to}.', transferFailed: '{to} could not be reached: you have {name} again.',
  referred: '{name} connects you with {to}.',
  ownPicture: 'Your picture', theirPicture: 'Picture of {name}', screenShared: 'You share your screen.',

  quality: 'Quality', waitingSound: 'Waiting for sound', noSoundYet: 'No sound has arrived yet', noSound: 'No sound is arriving', qualityHeld: 'On hold',
  good: 'Good', fair: 'Fair', poor: 'Poor', details: 'Quality details', mos: 'Score (MOS, 1 to 4.5)', roundTrip: 'Round trip', loss: 'Loss', jitter: 'Jitter',
  bitrate: 'Bit rate', bitrateIn: 'Received', bitrateOut: 'Sent', codec: 'Codec', path: 'Way', direct: 'direct to the server', fromBrowser: 'from browser to browser', relayed: 'relayed by TURN', local: 'Here', remote: 'There',
  picture: 'Picture', chartOf: 'Score and loss over the last minutes', milliseconds: '{value} ms', percent: '{value} %', kilobits: '{value} kbit/s', frames: '{size}, {rate} per second',

  noCalls: 'No calls yet', missed: 'Missed', outgoingCall: 'Outgoing', incomingCall: 'Incoming', callAgain: 'Call {name}', clearRecents: 'Clear the list', voicemail: { one: '{count} new voice message', other: '{count} new voice messages' },
  missedCalls: { one: '{count} missed call', other: '{count} missed calls' }, lasted: 'lasted {time}', notAnswered: 'not answered',

  noContacts: 'No contacts yet', addContact: 'Add a contact', contactName: 'Name', contactAddress: 'Name or number at this server', save: 'Save', remove: 'Remove {name}', message: 'Message {name}',
  search: 'Search', available: 'available', busy: 'in a call', ringing: 'ringing', away: 'offline', unknown: 'unknown',

  noMessages: 'No messages yet', writeTo: 'New conversation with', open: 'Open', write: 'Message', send: 'Send', notSent: 'not sent', sending: 'sending…', back: 'Back', conversation: 'Conversation with {name}', you: 'You', messageFrom: 'Message from {name}', unread: { one: '{count} unread', other: '{count} unread' },

  devices: 'Devices', microphone: 'Microphone', speaker: 'Loudspeaker', ringerDevice: 'Ringing on', cameraDevice: 'Camera', browsersChoice: 'The browser’s choice', numbered: '{kind} {number}',
  test: 'Test', stopTest: 'Stop the test', testMicrophone: 'Test the microphone', testSpeaker: 'Play a sound', testRinger: 'Ring', testCamera: 'Show the camera', level: 'Level of the microphone', speakerFixed: 'This browser plays on the system’s loudspeaker.',
  behaviour: 'Calls', callWaiting: 'Ring while I am in a call', notify: 'Show a notification when it rings', notifyDenied: 'The browser does not allow notifications for this page. Allow them beside the address.', ringSound: 'Play a ringtone',
  appearance: 'Appearance', language: 'Language', theme: 'Colours', themeSystem: 'As the system', themeLight: 'Light', themeDark: 'Dark',
  install: 'Install as an app', thisPhone: 'This phone', connectPhone: 'Open on another device', connectPhoneHint: 'Scan it with the other device’s camera. It holds your name and the server, not your password.', copyLink: 'Copy the link', copied: 'Copied', tel: 'Open tel: and sip: links with this phone',
  account: 'Account',

  missedFrom: 'Missed call from {name}.', elsewhere: 'Answered on another phone.', playBlocked: 'Click anywhere to let the browser play sound.',
  fail404: 'There is no {name} here. Check the name or number.', fail408: '{name} did not answer.', fail403: 'The server does not allow this call.',
  fail480: '{name} is offline: no phone is signed in under that name.', failDirect: '{name} has no page open that can be called directly.', fail486: '{name} is busy.', fail603: '{name} declined the call.',
  fail488: 'No sound format suits both phones.', fail488Why: 'No sound format suits both phones: {why}', fail503: 'The server takes no call right now. Try again in a moment.', fail503Why: 'The server takes no call right now: {why}',
  failConnection: 'The connection to the server was lost, and the call with it.', failAuthentication: 'The server refused the call: sign in again.', failSilent: 'The call ended because no sound came any more.', failOther: 'The call failed: {why}.',
  signInWrong: 'Wrong name or password. After several wrong tries the server makes you wait.', signInUnknown: 'The server does not know this name.', signInBusy: 'The server is busy. Try again in a moment.', signInNetwork: 'The server does not answer. Check the network.', signInOther: 'Could not sign in: {why}.',
  micDenied: 'The browser has no permission to use the microphone. Allow it beside the address, then call again.', micMissing: 'No microphone was found. Plug one in, then call again.', micUsed: 'The microphone is in use by another program. Close that, then call again.', micInsecure: 'Browsers give the microphone only to https pages. Open this page by https.', micOther: 'The microphone could not be opened ({why}).',
  camDenied: 'The browser has no permission to use the camera. Allow it beside the address.', camMissing: 'No camera was found. Plug one in, then try again.', camUsed: 'The camera is in use by another program. Close that, then try again.', camOther: 'The camera could not be opened ({why}).', screenOther: 'The screen can’t be shared ({why}).',
} as const;
