// The page as an app of the system.
import { signal } from '@preact/signals';

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** Whether the browser would install us. */
export const installable = signal(false);
let prompt: InstallPrompt | null = null;

export function watchInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    prompt = event as InstallPrompt;
    installable.value = true;
  });
  window.addEventListener('appinstalled', () => (installable.value = false));
  if ('serviceWorker' in navigator) {
    // Refused where the certificate is not trusted: then the page is not installed, and works.
    navigator.serviceWorker.register('sw.js').catch(() => undefined);
  }
}

export async function install(): Promise<void> {
  await prompt?.prompt();
  prompt = null;
  installable.value = false;
}
