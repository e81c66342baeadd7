package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"zhujiao/bot/console"
	"zhujiao/bot/content"
	"zhujiao/handlers"
	"zhujiao/handlers/newclass"
)

// studio shows moderators what content says before it serves. It implements console.Studio.
type studio struct{ a *App }

var _ console.Studio = studio{}

// vocabulary is what a campaign file must respect here.
func (s studio) vocabulary() content.Vocabulary {
	known := Vocabulary()
	known.Account = s.a.catalog.Account()
	return known
}

// Tell implements console.Studio.
func (s studio) Tell(ctx context.Context, class, kind, words string, now time.Time) (console.Told, error) {
	v, err := s.read(ctx, class, kind, words)
	if err != nil || v == nil {
		return console.Told{}, err
	}
	return told(v, now), nil
}

// read reads a text as the next version of a class; nil if it cannot serve.
func (s studio) read(ctx context.Context, class, kind, words string) (*content.Version, error) {
	files, name := map[string][]byte{}, "class.yaml"
	if kind != "made" {
		base, err := s.a.store.Versions().LatestVersion(ctx, class)
		if err != nil {
			return nil, fmt.Errorf("read the newest version of %s: %w", class, err)
		}
		files, name = maps.Clone(base.Files), base.Name
	}
	files[name] = []byte(words)
	v, _, err := content.LoadFiles(files, name, s.vocabulary(), time.Time{})
	if errors.Is(err, content.ErrBad) {
		return nil, nil //nolint:nilnil // the findings of the check say why
	}
	return v, err
}

// told is what people would read of a version.
func told(v *content.Version, now time.Time) console.Told {
	out := console.Told{
		Times: newclass.Timeline(v.Campaign, now), Pending: newclass.Pending(v), Inherits: handlers.Claims(v),
	}
	for _, p := range newclass.Phases(v) {
		one := console.Phase{Name: p.Name}
		if !p.At.IsZero() {
			one.Name += "（" + newclass.Day(p.At) + "）"
		}
		for _, t := range p.Said {
			one.Said = append(one.Said, console.Said(t))
		}
		out.Phases = append(out.Phases, one)
	}
	return out
}

