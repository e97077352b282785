// What a browser complains of, and what it asks of elsewhere.

/** All that goes wrong on pages of `context`, as sentences: errors, failures, and whatever is asked of elsewhere. */
export async function complaints(context, at) {
  const found = [];
  const say = (page, what) => found.push(`${decodeURI(page?.url() ?? '?')}: ${what}`);
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} refuses ${event.blockedURI} in ${event.sourceFile ?? 'the page'}`));
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) say(message.page(), `console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => say(error.page(), `script: ${error.error().message}`));
  context.on('requestfailed', (request) => {
    const { errorText } = request.failure();
    // An icon comes after the page is there, and a crawl does not wait for it.
    if (errorText !== 'net::ERR_ABORTED') say(pageOf(request), `failed: ${request.url()}, ${errorText}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) say(pageOf(response.request()), `${response.status()}: ${response.url()}`);
  });
  context.on('request', (request) => {
    const inside = at.path(request.url()) !== null || request.url().startsWith('data:');
    if (!inside) say(pageOf(request), `asks elsewhere: ${request.url()}`);
  });
  return found;
}

function pageOf(request) {
  try {
    return request.frame().page();
  } catch {
    return null;
  }
}
