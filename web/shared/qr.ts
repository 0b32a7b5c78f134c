// A QR code. Loaded when one is shown.
import qrcode from 'qrcode-generator';

const QUIET = 4;
const SCALE = 6;

export function draw(canvas: HTMLCanvasElement, text: string): void {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  canvas.width = canvas.height = (count + 2 * QUIET) * SCALE;
  const context = canvas.getContext('2d');
  if (!context) {
    return;
  }
  context.fillStyle = '#fff'; // cameras want dark on light, whatever the theme
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) {
        context.fillRect((column + QUIET) * SCALE, (row + QUIET) * SCALE, SCALE, SCALE);
      }
    }
  }
}
