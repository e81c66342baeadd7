package app

import (
	"context"
	"errors"
	"html/template"
	"net/http"

	"zhujiao/bot/campaign"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
)

// subscribedPath is where the platform's page of consent leads back to.
const subscribedPath = "/wechat/subscribed"

// subscribed notes a consent and says so on a page.
func (a *App) subscribed(w http.ResponseWriter, r *http.Request) {
	err := a.agree(r)
	switch {
	case err == nil:
		a.page(w, r, http.StatusOK, true)
	case errors.Is(err, wechat.ErrDeclined):
		a.page(w, r, http.StatusOK, false)
	case errors.Is(err, wechat.ErrForged), errors.Is(err, campaign.ErrNotFound):
		a.page(w, r, http.StatusForbidden, false)
	default:
		a.log.ErrorContext(r.Context(), "store a consent", "error", err)
		http.Error(w, "try again", http.StatusInternalServerError)
	}
}

func (a *App) agree(r *http.Request) error {
	u, token, err := a.once.Confirmed(r.URL.Query())
	if err != nil {
		return err
	}
	s := &campaign.Subscriptions{Campaign: a.Campaign(), Store: a.store.People}
	return a.store.Do(r.Context(), func(ctx context.Context) error { return s.Confirm(ctx, u, token, a.clock.Now()) })
}

// page writes the words for a phone. It loads nothing from anywhere.
func (a *App) page(w http.ResponseWriter, r *http.Request, status int, agreed bool) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Referrer-Policy", "no-referrer") // the address holds an openid
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := phonePage().Execute(w, handlers.SubscribedPage(a.catalog.Current().Texts, agreed)); err != nil {
		a.log.DebugContext(r.Context(), "the page was not read to its end", "error", err)
	}
}

func phonePage() *template.Template {
	return template.Must(template.New("page").Parse(`<!doctype html><html lang="zh-CN"><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.}}</title>` +
		`<p style="font:18px/1.6 sans-serif;margin:3em 1.5em">{{.}}</p></html>`))
}
