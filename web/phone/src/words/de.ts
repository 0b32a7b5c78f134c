// Deutsch.
import type { Like } from '../../../shared/i18n';
import type { en } from './en';

export const de: Like<typeof en> = {
  title: 'Jackfield-Telefon',
  signIn: 'Anmelden', signOut: 'Abmelden', name: 'Name', password: 'Passwort',
  keepTab: 'Angemeldet bleiben, bis dieser Tab zugeht', keepAlways: 'Auf diesem Gerät angemeldet bleiben',
  linkTitle: 'Mit Link anmelden', linkHint: 'Dieser Link meldet Sie einmal ohne Passwort an. Benutzen Sie ihn nur, wenn Sie ihn erwartet haben.', linkInstead: 'Dieser Link meldet einmal jemanden ohne Passwort an: {name} ist dann hier abgemeldet. Benutzen Sie ihn nur, wenn Sie ihn erwartet haben.', linkNot: 'Nicht jetzt',
  linkOver: 'Dieser Link wurde schon benutzt oder ist abgelaufen. Bitten Sie um einen neuen.',
  firstStart: 'Beim ersten Start hat der Server zwei Konten mit ihren Passwörtern ausgegeben.',
  rootCertificate: 'Wurzelzertifikat', trustOnce: 'Einmal vertraut, öffnet sich diese Seite ohne Warnung.',

  signedOut: 'Abgemeldet', connecting: 'Verbindet …', signedInAs: 'Angemeldet als {name}', lost: 'Verbindung verloren. Neuer Versuch …',
  unreachable: 'Der Server ist nicht erreichbar. Ein laufendes Gespräch geht weiter, solange der Ton kommt.',
  offline: 'Dieses Gerät ist offline. Prüfe das Netz.',

  dialTab: 'Wählen', close: 'Schließen', keypad: 'Tasten', recents: 'Verlauf', contacts: 'Kontakte', messages: 'Nachrichten', settings: 'Optionen',
  sections: 'Bereiche', backToCall: 'Zurück zum Gespräch', makeCall: 'Anrufen', whom: 'Name oder Nummer zum Anrufen',
  whomShort: 'Name oder Nummer', erase: 'Letztes Zeichen löschen', dialPad: 'Wähltasten',
  askCall: 'Ein Link möchte {name} anrufen. Jetzt anrufen?', askVideo: 'Ein Link möchte {name} mit Video anrufen. Jetzt anrufen?',
  call: 'Anrufen', videoCall: 'Videoanruf', star: 'Stern', hash: 'Raute',
  echoBefore: 'Wähle', echoAfter: 'und höre dich selbst: der Echotest.',
  typeFirst: 'Gib zuerst einen Namen oder eine Nummer ein.', badAddress: '„{name}“ lässt sich nicht anrufen. Prüfe Name oder Nummer.',
  moreWays: 'Weitere Wege zu {name}', videoCallTo: 'Videoanruf', directCall: 'Direkt anrufen', directVideo: 'Direkt mit Video', stateDirect: 'Direkter Anruf',
  directHint: 'Von Browser zu Browser: Ton und Bild gehen nicht über den Server, und die Gegenseite erfährt deine Netzadresse.', preferDirect: 'Direkt anrufen, von Browser zu Browser, wenn die Gegenseite diese Seite offen hat',

  incoming: 'Eingehender Anruf', incomingVideo: 'Eingehender Videoanruf', calling: '{name} ruft an', secondCall: 'Dein Gespräch wird gehalten, wenn du annimmst.',
  answer: 'Annehmen', answerVideo: 'Mit Video annehmen', decline: 'Ablehnen',
  answersKey: 'nimmt an,', declinesKey: 'lehnt ab.',

  stateCalling: 'Ruft …', stateRinging: 'Es klingelt …', stateConnected: 'Verbunden', stateMuted: 'Verbunden, stumm', stateHeld: 'Gehalten',
  stateHeldByPeer: 'Die Gegenseite hält das Gespräch', stateRecovering: 'Sucht den Weg neu …', stateJoined: 'Dreierkonferenz',
  stateJoinedMuted: 'Dreierkonferenz, stumm', stateTransfer: 'Wird mit {name} verbunden …',
  mute: 'Stumm', hold: 'Halten', camera: 'Kamera', screen: 'Bildschirm zeigen', transfer: 'Verbinden', join: 'Konferenz', split: 'Trennen', hangUp: 'Auflegen',
  toneKeys: 'Tasten für Töne', tonesTyped: 'Gedrückte Tasten', addCall: 'Weiterer Anruf', callsNow: 'Gespräche', switchTo: 'Zu {name} wechseln', waitingCall: 'Gehalten: {name}',
  hangUpOn: 'Auflegen bei {name}',
  transferTitle: '{name} verbinden', transferTo: 'Mit wem', transferNow: 'Verbinden', transferCancel: 'Abbrechen', transferOr: 'Oder mit einem Gespräch, das du schon führst:',
  connectWith: 'Mit {name} verbinden', transferred: '{name} wurde mit {to} verbunden.', transferFailed: '{to} war nicht zu erreichen: {name} ist wieder bei dir.',
  referred: '{name} verbindet dich mit {to}.',
  ownPicture: 'Dein Bild', theirPicture: 'Bild von {name}', screenShared: 'Du zeigst deinen Bildschirm.',

  quality: 'Qualität', waitingSound: 'Wartet auf Ton', noSoundYet: 'Noch ist kein Ton angekommen', noSound: 'Es kommt kein Ton an', qualityHeld: 'Gehalten',
  good: 'Gut', fair: 'Mittel', poor: 'Schlecht', details: 'Qualität im Einzelnen', mos: 'Note (MOS, 1 bis 4,5)', roundTrip: 'Hin und zurück', loss: 'Verlust', jitter: 'Jitter',
  bitrate: 'Bitrate', bitrateIn: 'Empfangen', bitrateOut: 'Gesendet', codec: 'Codec', path: 'Weg', direct: 'direkt zum Server', fromBrowser: 'von Browser zu Browser', relayed: 'über TURN', local: 'Hier', remote: 'Dort',
  picture: 'Bild', chartOf: 'Note und Verlust der letzten Minuten', milliseconds: '{value} ms', percent: '{value} %', kilobits: '{value} kbit/s', frames: '{size}, {rate} je Sekunde',

  noCalls: 'Noch keine Anrufe', missed: 'Verpasst', outgoingCall: 'Ausgehend', incomingCall: 'Eingehend', callAgain: '{name} anrufen', clearRecents: 'Liste leeren', voicemail: { one: '{count} neue Sprachnachricht', other: '{count} neue Sprachnachrichten' },
  missedCalls: { one: '{count} verpasster Anruf', other: '{count} verpasste Anrufe' }, lasted: 'dauerte {time}', notAnswered: 'nicht angenommen',

  noContacts: 'Noch keine Kontakte', addContact: 'Kontakt hinzufügen', contactName: 'Name', contactAddress: 'Name oder Nummer an diesem Server', save: 'Sichern', remove: '{name} entfernen', message: 'Nachricht an {name}',
  search: 'Suchen', available: 'frei', busy: 'im Gespräch', ringing: 'klingelt', away: 'offline', unknown: 'unbekannt',

  earlier: 'Frühere Nachrichten zeigen', delivered: 'zugestellt',
  noMessages: 'Noch keine Nachrichten', writeTo: 'Neue Unterhaltung mit', open: 'Öffnen', write: 'Nachricht', send: 'Senden', notSent: 'nicht gesendet', sending: 'wird gesendet …', back: 'Zurück', conversation: 'Unterhaltung mit {name}', you: 'Du', messageFrom: 'Nachricht von {name}', unread: { one: '{count} ungelesen', other: '{count} ungelesen' },

  devices: 'Geräte', microphone: 'Mikrofon', speaker: 'Lautsprecher', ringerDevice: 'Klingelt auf', cameraDevice: 'Kamera', browsersChoice: 'Wahl des Browsers', numbered: '{kind} {number}',
  test: 'Prüfen', stopTest: 'Prüfung beenden', testMicrophone: 'Mikrofon prüfen', testSpeaker: 'Ton abspielen', testRinger: 'Klingeln', testCamera: 'Kamera zeigen', level: 'Pegel des Mikrofons', speakerFixed: 'Dieser Browser spielt auf dem Lautsprecher des Systems.',
  behaviour: 'Anrufe', callWaiting: 'Während eines Gesprächs klingeln', notify: 'Beim Klingeln benachrichtigen', notifyDenied: 'Der Browser erlaubt dieser Seite keine Benachrichtigungen. Erlaube sie neben der Adresse.', ringSound: 'Klingelton spielen',
  quiet: 'Nicht stören', quietAs: '{name}: nicht stören', quietHint: 'Kein Telefon dieses Kontos klingelt. Anrufer erfahren, dass du nicht gestört werden möchtest, oder landen dort, wohin deine Anrufe bei „besetzt“ gehen.',
  forwarding: 'Anrufe weiterleiten', forwardHint: 'Ein Name, eine Nummer oder eine SIP-Adresse. Ein leeres Feld leitet nichts weiter.', forwardAlways: 'Alle Anrufe', forwardBusy: 'Wenn ich besetzt bin', forwardNoAnswer: 'Wenn ich nicht abnehme', forwardAfter: 'Sekunden, die es vorher klingelt', forwardOffline: 'Wenn kein Telefon von mir da ist', forwardBad: 'Eines davon lässt sich nicht anrufen. Schreibe einen Namen, eine Nummer oder eine SIP-Adresse, und nicht dich selbst.', saved: 'Gesichert.', notSaved: 'Der Server hat es nicht behalten. Versuche es noch einmal.', failQuiet: '{name} möchte nicht gestört werden.',
  pushTitle: 'Wenn diese Seite zu ist', push: 'Klingeln, auch wenn diese Seite zu ist', pushTest: 'Probenachricht senden', pushWorks: 'Push-Nachrichten kommen an. Anrufe wecken diesen Browser.',
  pushHint: 'Der Server weckt diesen Browser mit einer Push-Nachricht, wenn jemand anruft oder schreibt, und du bleibst hier angemeldet. Der Hersteller des Browsers überbringt die Nachricht und kann sie nicht lesen. Auf iPhone und iPad installiere das Telefon zuerst als App.',
  pushUnable: 'Dieser Browser lässt sich nicht mit Push-Nachrichten wecken.', pushNo: 'Dieser Server sendet keine Push-Nachrichten.', pushFailed: 'Der Push-Dienst des Browsers antwortet nicht. Versuche es später noch einmal.',
  appearance: 'Aussehen', language: 'Sprache', theme: 'Farben', themeSystem: 'Wie das System', themeLight: 'Hell', themeDark: 'Dunkel',
  install: 'Als App installieren', thisPhone: 'Dieses Telefon', connectPhone: 'Auf einem anderen Gerät öffnen', connectPhoneHint: 'Mit der Kamera des anderen Geräts scannen. Enthält deinen Namen und den Server, nicht dein Passwort.', copyLink: 'Link kopieren', copied: 'Kopiert', tel: 'tel:- und sip:-Links mit diesem Telefon öffnen',
  account: 'Konto',

  missedFrom: 'Verpasster Anruf von {name}.', elsewhere: 'An einem anderen Telefon angenommen.', playBlocked: 'Klicke irgendwohin, damit der Browser Ton abspielt.',
  fail404: 'Hier gibt es kein {name}. Prüfe Name oder Nummer.', fail408: '{name} hat nicht abgenommen.', fail403: 'Der Server erlaubt diesen Anruf nicht.',
  fail480: '{name} ist offline: unter diesem Namen ist kein Telefon angemeldet.', failDirect: '{name} hat keine Seite offen, die sich direkt anrufen lässt.', fail486: 'Bei {name} ist besetzt.', fail603: '{name} hat abgelehnt.',
  fail488: 'Kein Tonformat passt zu beiden Telefonen.', fail488Why: 'Kein Tonformat passt zu beiden Telefonen: {why}', fail503: 'Der Server nimmt gerade keinen Anruf an. Versuche es gleich noch einmal.', fail503Why: 'Der Server nimmt gerade keinen Anruf an: {why}',
  failConnection: 'Die Verbindung zum Server ging verloren, und mit ihr der Anruf.', failAuthentication: 'Der Server hat den Anruf abgewiesen: melde dich neu an.', failSilent: 'Das Gespräch endete, weil kein Ton mehr kam.', failOther: 'Der Anruf misslang: {why}.',
  signInWrong: 'Name oder Passwort ist falsch. Nach mehreren Fehlversuchen lässt der Server dich warten.', signInUnknown: 'Der Server kennt diesen Namen nicht.', signInBusy: 'Der Server ist beschäftigt. Versuche es gleich noch einmal.', signInNetwork: 'Der Server antwortet nicht. Prüfe das Netz.', signInOther: 'Anmelden misslang: {why}.',
  micDenied: 'Der Browser darf das Mikrofon nicht benutzen. Erlaube es neben der Adresse und rufe dann noch einmal an.', micMissing: 'Kein Mikrofon gefunden. Schließe eines an und rufe dann noch einmal an.', micUsed: 'Ein anderes Programm benutzt das Mikrofon. Schließe es und rufe dann noch einmal an.', micInsecure: 'Browser geben das Mikrofon nur Seiten mit https. Öffne diese Seite mit https.', micOther: 'Das Mikrofon ließ sich nicht öffnen ({why}).',
  camDenied: 'Der Browser darf die Kamera nicht benutzen. Erlaube es neben der Adresse.', camMissing: 'Keine Kamera gefunden. Schließe eine an und versuche es dann noch einmal.', camUsed: 'Ein anderes Programm benutzt die Kamera. Schließe es und versuche es dann noch einmal.', camOther: 'Die Kamera ließ sich nicht öffnen ({why}).', screenOther: 'Der Bildschirm lässt sich nicht zeigen ({why}).',
};
