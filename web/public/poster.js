// The browser prints without it; the button is only nearer.
const button = document.querySelector('[data-print]')
button.hidden = false
button.addEventListener('click', () => window.print())
