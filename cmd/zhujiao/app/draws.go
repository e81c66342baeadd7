package app

import (
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
}

// publicationsAtOnce is how many publications are read at once.
const publicationsAtOnce = 2

// newPublication returns the publication of a program.
func newPublication(a *App) *publication {
	return &publication{
		open: opener(a.catalog), store: a.store, now: a.clock.Now, busy: make(chan struct{}, publicationsAtOnce),
	}
}

// Draws returns what is public about the draws of a class of a stored database, also while
// zhujiao serve runs. It is campaign.ErrNotFound if there is no such class.
func Draws(ctx context.Context, st *sqlstore.Store, class string, at time.Time) ([]campaign.DrawNotice, error) {
	c := catalog.New(catalog.Options{
		Unit: st, Versions: st.Versions(), Store: st.Content, Vocabulary: Vocabulary(),
		Clock: func() time.Time { return at }, Services: func(*catalog.Snapshot) {},
	})
	p := &publication{store: st, now: func() time.Time { return at }, open: opener(c)}
	return p.notices(ctx, class)
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
	notices, err := p.notices(r.Context(), r.PathValue("class"))
	switch {
	case errors.Is(err, campaign.ErrNotFound):
		http.NotFound(w, r)
	case err != nil:
		http.Error(w, "try again", http.StatusInternalServerError)
	default:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_ = WriteDraws(w, notices) // whoever asked has gone
	}
}

// notices returns what is public about each pack of a class that is drawn.
func (p *publication) notices(ctx context.Context, class string) (out []campaign.DrawNotice, err error) {
	c, err := p.open(ctx, class)
	if err != nil {
		return nil, err
	}
	d := &campaign.Draws{Campaign: c, Store: p.store.Draws(), Open: p.open}
	err = p.store.Do(ctx, func(ctx context.Context) error {
		out = []campaign.DrawNotice{}
		for _, k := range d.Packs() {
			n, err := d.Full(ctx, k.ID, p.now())
			if err != nil {
				return err
			}
			out = append(out, n)
		}
		return nil
	})
	return out, err
}

// WriteDraws writes notices as a JSON array, a draw on each line.
func WriteDraws(w io.Writer, notices []campaign.DrawNotice) error {
	b, err := json.MarshalIndent(notices, "", " ")
	if err != nil {
		return fmt.Errorf("write the draws: %w", err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// drawRoute is the pattern of the publication's route.
const drawRoute = "GET " + handlers.DrawPath + "{class}"
