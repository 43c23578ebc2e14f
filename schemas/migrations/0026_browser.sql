-- A person sees where she is signed in: the browser and the machine, in two words, and no more of them.
ALTER TABLE session ADD COLUMN browser TEXT; -- "firefox windows" (review-web/http/browser.h); NULL: neither is known
