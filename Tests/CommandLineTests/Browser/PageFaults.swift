/// What may not be on any page in any view, looked for in the page itself; each script gives a list of sentences, empty where all is well.
enum PageFaults {
    /// One title, no level of headings left out, no name given twice, no link into nothing.
    static let order = """
        (() => {
          const faults = [];
          const headings = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')];
          const titles = headings.filter(h => h.tagName === 'H1').length;
          if (titles !== 1) faults.push(titles + ' titles (h1)');
          let level = 0;
          for (const h of headings) {
            const now = Number(h.tagName[1]);
            if (now > level + 1) faults.push('h' + now + ' after h' + level + ': ' + h.textContent.trim());
            level = now;
          }
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) faults.push('id given twice: ' + id);
          for (const a of document.querySelectorAll('a[href^="#"]')) {
            const id = decodeURIComponent(a.getAttribute('href').slice(1));
            if (id && !document.getElementById(id)) faults.push('link to nothing: #' + id);
          }
          for (const e of document.querySelectorAll('section, details, figure, table, ul, ol')) {
            if (!e.textContent.trim() && !e.querySelector('img, svg, canvas')) faults.push('empty ' + e.tagName.toLowerCase() + ' ' + (e.id || e.className));
          }
          if (!document.documentElement.lang) faults.push('no language');
          if (!document.title) faults.push('no title');
          return faults;
        })()
        """

    /// Text beside every picture, columns with heads, controls with names.
    static let names = """
        (() => {
          const faults = [];
          const hidden = e => e.closest('[aria-hidden="true"], [hidden], template');
          const label = e => (e.getAttribute('aria-label') || e.getAttribute('title') || '').trim()
            || (e.getAttribute('aria-labelledby') || '').split(/\\s+/).filter(Boolean)
              .map(id => document.getElementById(id)?.textContent ?? '').join(' ').trim();
          for (const e of document.querySelectorAll('img')) {
            if (!e.hasAttribute('alt')) faults.push('picture without a text: ' + (e.id || e.src.slice(0, 60)));
          }
          for (const e of document.querySelectorAll('svg')) {
            if (hidden(e) || e.parentElement.closest('svg')) continue;
            if (!label(e) && !e.querySelector(':scope > title')) faults.push('drawing without a name: ' + e.outerHTML.slice(0, 80));
          }
          for (const e of document.querySelectorAll('table')) {
            if (!hidden(e) && !e.querySelector('th')) faults.push('table without heads: ' + e.textContent.trim().slice(0, 60));
          }
          for (const e of document.querySelectorAll('button, a[href], input, select, summary')) {
            if (hidden(e) || e.type === 'hidden') continue;
            const named = e.textContent.trim() || label(e) || [...e.querySelectorAll('img')].some(i => i.alt)
              || e.querySelector('svg title') || e.labels?.length;
            if (!named) faults.push('control without a name: ' + e.outerHTML.slice(0, 80));
          }
          return faults;
        })()
        """

    /// Letters of at least twelve pixels that stand out from their ground, and nothing wider than the window.
    static let legible = """
        (() => {
          const faults = [];
          const root = document.documentElement;
          if (root.scrollWidth > innerWidth + 1) faults.push('the page is ' + root.scrollWidth + ' px wide in ' + innerWidth);
          const channels = text => {
            const canvas = channels.context ??= document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = text;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data].map(c => c / 255);
          };
          const cache = new Map();
          const colour = text => { if (!cache.has(text)) cache.set(text, channels(text)); return cache.get(text); };
          const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
          const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) =>
            sum + weight * (c[i] <= 0.04045 ? c[i] / 12.92 : ((c[i] + 0.055) / 1.055) ** 2.4), 0);
          const ground = e => {
            const layers = [];
            for (let at = e; at; at = at.parentElement) {
              const style = getComputedStyle(at);
              if (style.backgroundImage !== 'none') return null;
              const c = colour(style.backgroundColor);
              if (c[3] > 0) layers.push(c);
              if (c[3] === 1) break;
            }
            const canvas = colour(getComputedStyle(root).colorScheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches
              ? 'rgb(18,18,18)' : 'white');
            return layers.reverse().reduce((under, top) => over(top, under), canvas);
          };
          const small = new Set(), faint = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
            if (!text || e.closest('script, style, title, desc, template, noscript')) continue;
            if (!e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
            const box = e.getBoundingClientRect();
            if (box.width <= 1 || box.height <= 1) continue;
            const style = getComputedStyle(e), drawing = e.closest('svg');
            const scale = drawing && e.getScreenCTM ? Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) : 1;
            const size = parseFloat(style.fontSize) * scale;
            if (size < 11.9 && !e.closest('sup, sub')) small.add(size.toFixed(1) + ' px: ' + text.slice(0, 40));
            const back = drawing ? ground(drawing) : ground(e);
            const front = colour(drawing ? style.fill : style.color);
            if (!back || style.fill.startsWith('url') || e.closest('[disabled]')) continue;
            const seen = [light(over(front, back)), light(back)].sort((a, b) => b - a);
            const contrast = (seen[0] + 0.05) / (seen[1] + 0.05);
            // A label of a drawing may stand on a mark of it, whose colour is not known here.
            if (contrast < (size >= 24 ? 3 : 4.5) && !(drawing && e.closest('[data-on-mark]'))) faint.add(contrast.toFixed(1) + ': ' + text.slice(0, 40));
          }
          for (const text of small) faults.push('small: ' + text);
          for (const text of faint) faults.push('faint: ' + text);
          return faults.slice(0, 20);
        })()
        """

    /// No two labels of one drawing over each other, and none beyond its edge.
    static let labels = """
        (() => {
          const faults = [];
          for (const svg of document.querySelectorAll('svg')) {
            if (svg.parentElement.closest('svg') || !svg.checkVisibility()) continue;
            const edge = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')].filter(e => e.textContent.trim() && e.checkVisibility())
              .map(e => ({box: e.getBoundingClientRect(), text: e.textContent.trim()})).filter(t => t.box.width > 0);
            for (const {box, text} of texts) {
              if (box.left < edge.left - 2 || box.right > edge.right + 2) faults.push('cut off: ' + text);
            }
            for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
              const a = texts[i].box, b = texts[j].box;
              const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
              const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              // Boxes hold a line's whole height; letters take about the middle two thirds.
              if (wide > 2 && high > 0.35 * Math.min(a.height, b.height)) faults.push('over each other: ' + texts[i].text + ' | ' + texts[j].text);
            }
          }
          return faults.slice(0, 20);
        })()
        """

    static let all = [order, names, legible, labels]
}
