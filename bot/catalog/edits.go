package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// save stores a version of a class in the unit of ctx, together with the rows that the class
// needs and with what the change asks for. It returns the version's number, or 0 if there was
// nothing to store.
func (c *Catalog) save(ctx context.Context, v StoredVersion, class *campaign.Campaign) (int, error) {
	number, err := c.o.Versions.SaveVersion(ctx, v)
	if err != nil || number == 0 {
		return 0, err
	}
	if err := c.o.Store.Prepare(ctx, class); err != nil || number == 1 {
		return number, err
	}
	return number, c.o.Changed(ctx, v.Class, number)
}

// Editor changes the content of a class for the commands of moderators. It implements
// moderation.ClassFile.
type Editor struct {
	catalog *Catalog
	class   string
	// served is the version that the snapshot has, which is likely the newest.
	served *content.Version
}

var _ moderation.ClassFile = (*Editor)(nil)

// Editor returns the editor of a snapshot's class.
func (c *Catalog) Editor(s *Snapshot) *Editor { return &Editor{c, s.Campaign.ID, s.version} }

// Edit implements moderation.ClassFile. It reads the file once or twice as it is checked when
// it is imported, which takes some ten milliseconds.
func (e *Editor) Edit(ctx context.Context, want func(*campaign.Campaign) []campaign.Setting) (moderation.ClassEdit, error) {
	stored, err := e.catalog.o.Versions.LatestVersion(ctx, e.class)
	if err != nil {
		return moderation.ClassEdit{}, fmt.Errorf("read the newest version of %s: %w", e.class, err)
	}
	v := e.served
	if stored.Hash != v.Hash {
		if v, err = e.catalog.parse(stored); err != nil {
			return moderation.ClassEdit{}, err
		}
	}
	out := moderation.ClassEdit{Base: stored.Number, By: stored.By, Old: v.Campaign}
	edited, problems, err := content.Rewrite(v, want(v.Campaign), e.catalog.vocabulary())
	for _, p := range problems {
		if !p.Warning || err == nil {
			out.Problems = append(out.Problems, moderation.FileProblem{Line: p.Line, What: p.Text})
		}
	}
	if errors.Is(err, content.ErrBad) || errors.Is(err, content.ErrUneditable) {
		return moderation.ClassEdit{}, &moderation.FileError{Problems: out.Problems}
	}
	if err != nil {
		return moderation.ClassEdit{}, err
	}
	out.New = edited.Campaign
	out.Store = func(ctx context.Context, by string, at time.Time) (bool, error) {
		number, err := e.catalog.save(ctx, StoredVersion{
			Class: e.class, Hash: edited.Hash, Name: edited.Name, Files: edited.Files, At: at,
			Origin: Origin{Kind: OriginCommand, By: by, Base: stored.Number},
		}, edited.Campaign)
		return number > 0, err
	}
	return out, nil
}

// TakenBack returns the settings that commands or the console had changed and that the file
// with a number has put back, with their values and those of the file. There are none unless
// the version before came from a command or from the console.
func (c *Catalog) TakenBack(ctx context.Context, class string, number int) (out []campaign.SettingChange, err error) {
	now, err := c.o.Versions.Version(ctx, class, number)
	if err != nil {
		return nil, fmt.Errorf("read version %d of %s: %w", number, class, err)
	}
	before, err := c.o.Versions.Version(ctx, class, number-1)
	if err != nil {
		return nil, fmt.Errorf("read version %d of %s: %w", number-1, class, err)
	}
	if now.Kind != OriginFile || before.Kind == OriginFile {
		return nil, nil
	}
	file, err := c.o.Versions.FileVersion(ctx, class, number)
	if errors.Is(err, campaign.ErrNotFound) { // the class was made in the console
		file, err = c.o.Versions.Version(ctx, class, 1)
	}
	if err != nil {
		return nil, fmt.Errorf("read the file before version %d of %s: %w", number, class, err)
	}
	var settings [3][]campaign.Setting
	for i, stored := range []StoredVersion{file, before, now} {
		v, err := c.parse(stored)
		if err != nil {
			return nil, err
		}
		settings[i] = v.Campaign.Settings()
	}
	var given []campaign.Setting // by commands
	for _, x := range campaign.CompareSettings(settings[0], settings[1]) {
		if x.Moved() {
			given = append(given, x.New)
		}
	}
	for _, x := range campaign.CompareSettings(given, settings[2]) {
		if x.Moved() {
			out = append(out, x)
		}
	}
	return out, nil
}
