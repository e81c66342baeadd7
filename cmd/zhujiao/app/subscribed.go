package app

import (
	"context"
	"errors"
	"html/template"
	"net/http"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
)

// subscribedPath is the path to which the platform's consent page redirects.
const subscribedPath = "/wechat/subscribed"

// consents receives the consents that people give on the platform's page, each to one
// reminder.
type consents struct{ a *App }

// subscribed stores a consent and shows a page that says so.
func (c consents) subscribed(w http.ResponseWriter, r *http.Request) {
	class, err := c.agree(r)
	switch {
	case err == nil:
		c.page(w, r, http.StatusOK, handlers.SubscribedPage(class.Texts, true))
	case errors.Is(err, wechat.ErrDeclined):
		c.page(w, r, http.StatusOK, handlers.SubscribedPage(c.a.main().Texts, false))
	case errors.Is(err, wechat.ErrForged), errors.Is(err, campaign.ErrNotFound):
		c.page(w, r, http.StatusForbidden, handlers.SubscribedPage(c.a.main().Texts, false))
	default:
		c.a.log.ErrorContext(r.Context(), "store a consent", "error", err)
		http.Error(w, "try again", http.StatusInternalServerError)
	}
}

// agree stores a consent and returns the class that it is for.
func (c consents) agree(r *http.Request) (*catalog.Snapshot, error) {
	var ids []string
	for _, s := range c.a.catalog.Classes() {
		ids = append(ids, s.Campaign.ID)
	}
	consent, err := c.a.subscriptions.Confirmed(r.URL.Query(), ids)
	if err != nil {
		return nil, err
	}
	class, err := c.a.class(r.Context(), consent.Class)
	if err != nil {
		return nil, err
	}
	s := &campaign.Subscriptions{Campaign: class.Campaign, Store: c.a.store.People}
	return class, c.a.store.Do(r.Context(), func(ctx context.Context) error {
		return s.Confirm(ctx, consent.User, consent.Token, c.a.clock.Now())
	})
}

// page writes a page for a phone. It loads nothing from other addresses.
func (c consents) page(w http.ResponseWriter, r *http.Request, status int, words string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Referrer-Policy", "no-referrer") // the address holds an openid
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := phonePage().Execute(w, words); err != nil {
		c.a.log.DebugContext(r.Context(), "the page was not read to its end", "error", err)
	}
}

func phonePage() *template.Template {
	return template.Must(template.New("page").Parse(`<!doctype html><html lang="zh-CN"><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.}}</title>` +
		`<p style="font:18px/1.6 sans-serif;margin:3em 1.5em">{{.}}</p></html>`))
}
