// Fetches the page again and again and shows what is new; while it is hidden, it is left in peace.
setInterval(async () => {
    if (document.hidden) {
        return;
    }
    let main = document.createElement('main');
    try {
        const page = await (await fetch('/', {cache: 'no-store'})).text();
        main = new DOMParser().parseFromString(page, 'text/html').querySelector('main');
    } catch {
        main.textContent = 'The emulator does not answer any more.';
    }
    document.querySelector('main').replaceWith(main);
}, 1000);
