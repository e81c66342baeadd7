package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/bot/sqlstore"
	"zhujiao/handlers"
)

// publication publishes the draws of classes. Everybody may read it; nothing in it leads to
// a person.
type publication struct {
	open  func(ctx context.Context, class string) (*campaign.Campaign, error)
	store *sqlstore.Store
	now   bot.Clock
	// busy bounds how many are read at once: everybody may ask.
	busy chan struct{}
	// final keeps what cannot change any more.
	final *finalDraws
}

// publicationsAtOnce is how many publications are read at once.
const publicationsAtOnce = 2

// newPublication returns the publication of a program.
func newPublication(a *App) *publication {
	return &publication{
		open: opener(a.catalog), store: a.store, now: a.clock.Now, busy: make(chan struct{}, publicationsAtOnce),
		final: &finalDraws{most: finalDrawsSize},
	}
}

// Draws returns what is public about the draws of a class of a stored database, also while
// zhujiao serve runs. It is campaign.ErrNotFound if there is no such class.
func Draws(ctx context.Context, st *sqlstore.Store, class string, at time.Time) ([]campaign.PackDraw, error) {
	c := catalog.New(catalog.Options{
		Unit: st, Versions: st.Versions(), Store: st.Content, Vocabulary: Vocabulary(),
		Clock: func() time.Time { return at }, Services: func(*catalog.Snapshot) {},
	})
	p := &publication{store: st, now: func() time.Time { return at }, open: opener(c)}
	d, notices, err := p.notices(ctx, class)
	if err != nil {
		return nil, err
	}
	return notices, d.Lists(ctx, notices)
}

// opener returns a function that returns a class that is stored, or campaign.ErrNotFound.
func opener(c *catalog.Catalog) func(ctx context.Context, class string) (*campaign.Campaign, error) {
	return func(ctx context.Context, class string) (*campaign.Campaign, error) {
		s, err := c.Open(ctx, class)
		if errors.Is(err, content.ErrBad) {
			return nil, errors.Join(campaign.ErrNotFound, err)
		}
		if err != nil {
			return nil, err
		}
		return s.Campaign, nil
	}
}

// ServeHTTP writes the notices of a class as JSON: see WriteDraws.
func (p *publication) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case p.busy <- struct{}{}:
		defer func() { <-p.busy }()
	default:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "try again in a second", http.StatusServiceUnavailable)
		return
	}
	body, err := p.body(r.Context(), r.PathValue("class"))
	switch {
	case errors.Is(err, campaign.ErrNotFound):
		http.NotFound(w, r)
	case err != nil:
		http.Error(w, "try again", http.StatusInternalServerError)
	default:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(body) // whoever asked has gone
	}
}

// body returns what is public about the draws of a class, as JSON: see WriteDraws. Once all
// seeds are shown, nothing of it can change, so that it is written once.
func (p *publication) body(ctx context.Context, class string) ([]byte, error) {
	d, notices, err := p.notices(ctx, class)
	if err != nil {
		return nil, err
	}
	of, over := commitments(notices)
	if body, ok := p.final.get(class, of); over && ok {
		return body, nil
	}
	if err := d.Lists(ctx, notices); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := WriteDraws(&out, notices); err != nil {
		return nil, err
	}
	if over {
		p.final.put(class, of, out.Bytes())
	}
	return out.Bytes(), nil
}

// commitments names the draws of a class; over is set if all of them have ended.
func commitments(notices []campaign.PackDraw) (of string, over bool) {
	over = true
	for _, k := range notices {
		of += k.Notice.Commitment
		over = over && k.Notice.Seed != ""
	}
	return of, over
}

// notices returns the draws of a class and what is public about each, without the lists.
func (p *publication) notices(ctx context.Context, class string) (*campaign.Draws, []campaign.PackDraw, error) {
	c, err := p.open(ctx, class)
	if err != nil {
		return nil, nil, err
	}
	d := &campaign.Draws{Campaign: c, Store: p.store.Draws(), People: p.store.Draws(), Unit: p.store, Open: p.open}
	notices, err := d.Notices(ctx, p.now())
	return d, notices, err
}

// WriteDraws writes what is public about draws as a JSON array.
func WriteDraws(w io.Writer, packs []campaign.PackDraw) error {
	notices := make([]campaign.DrawNotice, len(packs))
	for i, k := range packs {
		notices[i] = k.Notice
	}
	b, err := json.MarshalIndent(notices, "", " ")
	if err != nil {
		return fmt.Errorf("write the draws: %w", err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// drawRoute is the pattern of the publication's route.
const drawRoute = "GET " + handlers.DrawPath + "{class}"
