// العربية
import type { Like } from '../../../shared/i18n';
import type { en } from './en';

export const ar: Like<typeof en> = {
  title: 'هاتف Jackfield',
  signIn: 'تسجيل الدخول', signOut: 'تسجيل الخروج', name: 'الاسم', password: 'كلمة المرور',
  keepTab: 'ابق مسجلا حتى تغلق هذه الصفحة', keepAlways: 'ابق مسجلا على هذا الجهاز',
  linkTitle: 'الدخول برابط', linkHint: 'يُدخلك هذا الرابط بلا كلمة مرور، مرة واحدة. لا تستخدمه إلا إذا كنت تتوقعه.', linkInstead: 'يُدخل هذا الرابط شخصًا بلا كلمة مرور، مرة واحدة، ويخرج {name} من هنا. لا تستخدمه إلا إذا كنت تتوقعه.', linkNot: 'ليس الآن',
  linkOver: 'استُخدم هذا الرابط من قبل أو انتهت مدته. اطلب رابطًا جديدًا.',
  firstStart: 'عند أول تشغيل يطبع الخادم حسابين مع كلمتي المرور.',
  rootCertificate: 'شهادة الجذر', trustOnce: 'ثق بها مرة واحدة فتفتح هذه الصفحة دون تحذير.',

  signedOut: 'لم تسجل الدخول', connecting: 'جار الاتصال…', signedInAs: 'مسجل باسم {name}', lost: 'انقطع الاتصال. نحاول من جديد…',
  unreachable: 'لا يمكن الوصول إلى الخادم. تستمر المكالمة ما دام الصوت يصل.',
  offline: 'هذا الجهاز غير متصل. تحقق من الشبكة.',

  dialTab: 'الاتصال', close: 'إغلاق', keypad: 'لوحة الأرقام', recents: 'السجل', contacts: 'الأسماء', messages: 'الرسائل', settings: 'الإعدادات',
  sections: 'الأقسام', backToCall: 'العودة إلى المكالمة', makeCall: 'إجراء مكالمة', whom: 'الاسم أو الرقم المطلوب',
  whomShort: 'اسم أو رقم', erase: 'احذف آخر حرف', dialPad: 'لوحة الاتصال',
  askCall: 'رابط يطلب الاتصال بـ {name}. هل تتصل الآن؟', askVideo: 'رابط يطلب مكالمة فيديو مع {name}. هل تتصل الآن؟',
  call: 'اتصال', videoCall: 'مكالمة فيديو', star: 'نجمة', hash: 'مربع',
  echoBefore: 'اطلب', echoAfter: 'لتسمع نفسك: اختبار الصدى.',
  typeFirst: 'اكتب اسما أو رقما أولا.', badAddress: 'لا يمكن الاتصال بـ «{name}». تحقق من الاسم أو الرقم.',
  moreWays: 'طرق أخرى للاتصال بـ {name}', videoCallTo: 'مكالمة فيديو', directCall: 'اتصال مباشر', directVideo: 'فيديو مباشر', stateDirect: 'مكالمة مباشرة',
  directHint: 'من متصفح إلى متصفح: لا يمر الصوت ولا الصورة بالخادم، ويعرف الطرف الآخر عنوانك على الشبكة.', preferDirect: 'اتصل مباشرة من متصفح إلى متصفح إذا كانت هذه الصفحة مفتوحة لدى الطرف الآخر',

  incoming: 'مكالمة واردة', incomingVideo: 'مكالمة فيديو واردة', calling: '{name} يتصل بك', secondCall: 'ستوضع مكالمتك قيد الانتظار إذا رددت.',
  answer: 'رد', answerVideo: 'رد بالفيديو', decline: 'رفض',
  answersKey: 'للرد،', declinesKey: 'للرفض.',

  stateCalling: 'جار الاتصال…', stateRinging: 'يرن…', stateConnected: 'متصل', stateMuted: 'متصل، الصوت مكتوم', stateHeld: 'قيد الانتظار',
  stateHeldByPeer: 'الطرف الآخر وضع المكالمة قيد الانتظار', stateRecovering: 'نبحث عن الطريق من جديد…', stateJoined: 'مكالمة ثلاثية',
  stateJoinedMuted: 'مكالمة ثلاثية، الصوت مكتوم', stateTransfer: 'جار التحويل إلى {name}…',
  mute: 'كتم', hold: 'انتظار', camera: 'كاميرا', screen: 'مشاركة الشاشة', transfer: 'تحويل', join: 'دمج المكالمات', split: 'فصل', hangUp: 'إنهاء',
  toneKeys: 'لوحة النغمات', tonesTyped: 'المفاتيح المضغوطة', addCall: 'مكالمة أخرى', callsNow: 'المكالمات الآن', switchTo: 'الانتقال إلى {name}', waitingCall: 'قيد الانتظار: {name}',
  hangUpOn: 'إنهاء مكالمة {name}',
  transferTitle: 'تحويل {name}', transferTo: 'إلى من', transferNow: 'تحويل', transferCancel: 'إلغاء', transferOr: 'أو صله بمكالمة لديك:',
  connectWith: 'صله بـ {name}', transferred: 'تم تحويل {name} إلى {to}.', transferFailed: 'تعذر الوصول إلى {to}: عاد إليك {name}.',
  referred: '{name} يصلك بـ {to}.',
  ownPicture: 'صورتك', theirPicture: 'صورة {name}', screenShared: 'أنت تشارك شاشتك.',

  quality: 'الجودة', waitingSound: 'في انتظار الصوت', noSoundYet: 'لم يصل صوت بعد', noSound: 'لا يصل صوت', qualityHeld: 'قيد الانتظار',
  good: 'جيدة', fair: 'متوسطة', poor: 'ضعيفة', details: 'تفاصيل الجودة', mos: 'الدرجة (MOS، من 1 إلى 4.5)', roundTrip: 'ذهابا وإيابا', loss: 'الفقد', jitter: 'التذبذب',
  bitrate: 'معدل البيانات', bitrateIn: 'المستلم', bitrateOut: 'المرسل', codec: 'الترميز', path: 'الطريق', direct: 'مباشرة إلى الخادم', fromBrowser: 'من متصفح إلى متصفح', relayed: 'عبر TURN', local: 'هنا', remote: 'هناك',
  picture: 'الصورة', chartOf: 'الدرجة والفقد في الدقائق الأخيرة', milliseconds: '{value} م.ث', percent: '{value}٪', kilobits: '{value} كبت/ث', frames: '{size}، {rate} في الثانية',

  noCalls: 'لا مكالمات بعد', missed: 'فائتة', outgoingCall: 'صادرة', incomingCall: 'واردة', callAgain: 'اتصل بـ {name}', clearRecents: 'امسح القائمة',
  voicemail: { zero: 'لا رسائل صوتية جديدة', one: 'رسالة صوتية جديدة', two: 'رسالتان صوتيتان جديدتان', few: '{count} رسائل صوتية جديدة', many: '{count} رسالة صوتية جديدة', other: '{count} رسالة صوتية جديدة' },
  missedCalls: { zero: 'لا مكالمات فائتة', one: 'مكالمة فائتة', two: 'مكالمتان فائتتان', few: '{count} مكالمات فائتة', many: '{count} مكالمة فائتة', other: '{count} مكالمة فائتة' }, lasted: 'المدة {time}', notAnswered: 'لم يرد',

  noContacts: 'لا جهات اتصال بعد', addContact: 'أضف جهة اتصال', contactName: 'الاسم', contactAddress: 'الاسم أو الرقم على هذا الخادم', save: 'حفظ', remove: 'إزالة {name}', message: 'رسالة إلى {name}',
  search: 'بحث', available: 'متاح', busy: 'في مكالمة', ringing: 'يرن', away: 'غير متصل', unknown: 'غير معروف',

  earlier: 'عرض الرسائل السابقة', delivered: 'تم التسليم',
  noMessages: 'لا رسائل بعد', writeTo: 'محادثة جديدة مع', open: 'فتح', write: 'رسالة', send: 'إرسال', notSent: 'لم ترسل', sending: 'جار الإرسال…', back: 'رجوع', conversation: 'محادثة مع {name}', you: 'أنت', messageFrom: 'رسالة من {name}',
  unread: { zero: 'لا شيء غير مقروء', one: 'واحدة غير مقروءة', two: 'اثنتان غير مقروءتين', few: '{count} غير مقروءة', many: '{count} غير مقروءة', other: '{count} غير مقروءة' },

  devices: 'الأجهزة', microphone: 'الميكروفون', speaker: 'مكبر الصوت', ringerDevice: 'الرنين على', cameraDevice: 'الكاميرا', browsersChoice: 'اختيار المتصفح', numbered: '{kind} {number}',
  test: 'اختبار', stopTest: 'أوقف الاختبار', testMicrophone: 'اختبر الميكروفون', testSpeaker: 'شغل صوتا', testRinger: 'رن', testCamera: 'أظهر الكاميرا', level: 'مستوى الميكروفون', speakerFixed: 'هذا المتصفح يستعمل مكبر صوت النظام.',
  behaviour: 'المكالمات', callWaiting: 'رن أثناء المكالمة', notify: 'أظهر إشعارا عند الرنين', notifyDenied: 'لا يسمح المتصفح بالإشعارات لهذه الصفحة. اسمح بها بجانب العنوان.', ringSound: 'شغل نغمة الرنين',
  quiet: 'عدم الإزعاج', quietAs: '{name}: عدم الإزعاج', quietHint: 'لا يرن أي هاتف لهذا الحساب. يعلم المتصلون أنك لا تريد الإزعاج، أو تذهب مكالماتهم إلى حيث تُحوَّل عندما تكون مشغولا.',
  forwarding: 'تحويل المكالمات', forwardHint: 'اسم أو رقم أو عنوان SIP. الحقل الفارغ لا يحوّل شيئا.', forwardAlways: 'كل المكالمات', forwardBusy: 'عندما أكون مشغولا', forwardNoAnswer: 'عندما لا أجيب', forwardAfter: 'عدد الثواني التي يرن فيها قبل ذلك', forwardOffline: 'عندما لا يكون أي هاتف لي متصلا', forwardBad: 'لا يمكن الاتصال بأحد هذه العناوين. اكتب اسما أو رقما أو عنوان SIP، ولا تكتب نفسك.', saved: 'تم الحفظ.', notSaved: 'لم يحفظه الخادم. حاول من جديد.', failQuiet: 'لا يريد {name} الإزعاج.',
  pushTitle: 'عندما تكون هذه الصفحة مغلقة', push: 'رن حتى لو كانت هذه الصفحة مغلقة', pushTest: 'أرسل رسالة تجريبية', pushWorks: 'رسائل الدفع تعمل. المكالمات توقظ هذا المتصفح.',
  pushHint: 'يوقظ الخادم هذا المتصفح برسالة دفع عندما يتصل بك أحد أو يكتب لك، وتبقى مسجلا هنا. تنقل الشركة صانعة المتصفح الرسالة ولا تستطيع قراءتها. على iPhone و iPad ثبت الهاتف كتطبيق أولا.',
  pushUnable: 'لا يمكن إيقاظ هذا المتصفح برسائل الدفع.', pushNo: 'لا يرسل هذا الخادم رسائل دفع.', pushFailed: 'لا ترد خدمة الدفع لهذا المتصفح. حاول لاحقا.',
  appearance: 'المظهر', language: 'اللغة', theme: 'الألوان', themeSystem: 'مثل النظام', themeLight: 'فاتح', themeDark: 'داكن',
  install: 'ثبته كتطبيق', thisPhone: 'هذا الهاتف', connectPhone: 'افتحه على جهاز آخر', connectPhoneHint: 'امسحه بكاميرا الجهاز الآخر. فيه اسمك والخادم، لا كلمة مرورك.', copyLink: 'انسخ الرابط', copied: 'تم النسخ', tel: 'افتح روابط tel: و sip: بهذا الهاتف',
  account: 'الحساب',

  missedFrom: 'مكالمة فائتة من {name}.', elsewhere: 'تم الرد من هاتف آخر.', playBlocked: 'انقر في أي مكان ليشغل المتصفح الصوت.',
  fail404: 'لا يوجد {name} هنا. تحقق من الاسم أو الرقم.', fail408: 'لم يرد {name}.', fail403: 'لا يسمح الخادم بهذه المكالمة.',
  fail480: '{name} غير متصل: لا هاتف مسجلا بهذا الاسم.', failDirect: 'ليست لدى {name} صفحة مفتوحة يمكن الاتصال بها مباشرة.', fail486: '{name} مشغول.', fail603: 'رفض {name} المكالمة.',
  fail488: 'لا صيغة صوت تناسب الهاتفين.', fail488Why: 'لا صيغة صوت تناسب الهاتفين: {why}', fail503: 'لا يقبل الخادم مكالمات الآن. حاول بعد قليل.', fail503Why: 'لا يقبل الخادم مكالمات الآن: {why}',
  failConnection: 'انقطع الاتصال بالخادم ومعه المكالمة.', failAuthentication: 'رفض الخادم المكالمة: سجل الدخول من جديد.', failSilent: 'انتهت المكالمة لأن الصوت لم يعد يصل.', failOther: 'فشلت المكالمة: {why}.',
  signInWrong: 'الاسم أو كلمة المرور غير صحيحة. بعد محاولات خاطئة يجعلك الخادم تنتظر.', signInUnknown: 'لا يعرف الخادم هذا الاسم.', signInBusy: 'الخادم مشغول. حاول بعد قليل.', signInNetwork: 'لا يرد الخادم. تحقق من الشبكة.', signInOther: 'تعذر تسجيل الدخول: {why}.',
  micDenied: 'لا يملك المتصفح إذنا باستعمال الميكروفون. اسمح به بجانب العنوان ثم اتصل من جديد.', micMissing: 'لم يوجد ميكروفون. صل واحدا ثم اتصل من جديد.', micUsed: 'الميكروفون يستعمله برنامج آخر. أغلقه ثم اتصل من جديد.', micInsecure: 'لا تعطي المتصفحات الميكروفون إلا لصفحات https. افتح هذه الصفحة بـ https.', micOther: 'تعذر فتح الميكروفون ({why}).',
  camDenied: 'لا يملك المتصفح إذنا باستعمال الكاميرا. اسمح بها بجانب العنوان.', camMissing: 'لم توجد كاميرا. صل واحدة ثم حاول من جديد.', camUsed: 'الكاميرا يستعملها برنامج آخر. أغلقه ثم حاول من جديد.', camOther: 'تعذر فتح الكاميرا ({why}).', screenOther: 'تعذرت مشاركة الشاشة ({why}).',
};
