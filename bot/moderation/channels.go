package moderation

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"zhujiao/bot/campaign"
)

// Channel is a scene of QR codes by which people come to a class. Whoever scans its code
// registers.
type Channel struct {
	Scene string
	// Name is what moderators call one that they added; empty for those of the file.
	Name  string
	Added bool
	// URL is what the platform's code for the scene says; empty while there is none.
	URL string
}

// Title is how a channel is called.
func (c Channel) Title() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Scene
}

// ChannelStore keeps channels and their codes. Its methods join the unit of the context.
type ChannelStore interface {
	// Channels returns what is stored of a class's channels.
	Channels(ctx context.Context, class string) ([]Channel, error)
	// AddChannel adds one; false if there is one of this scene, or most have been added. The
	// content is newer then: see ContentStore.
	AddChannel(ctx context.Context, class string, c Channel, most int, at time.Time) (bool, error)
	// KeepCode stores the code of a scene.
	KeepCode(ctx context.Context, class, scene, address string, at time.Time) error
}

// CodeMaker makes QR codes of the account. It is asked outside of units.
type CodeMaker interface {
	// CreateCode makes a permanent code for a scene and returns what it says. What the platform
	// refuses is a *bot.SendError.
	CreateCode(ctx context.Context, scene string) (address string, err error)
}

// Channels lists the channels of a class, adds to them, and makes their codes.
type Channels struct {
	Campaign *campaign.Campaign
	Guard    *Guard
	Store    ChannelStore
	Codes    CodeMaker
	// Blocked finds words that people should not read.
	Blocked BlockList
}

const (
	// channelsMost is how many channels moderators may add to a class.
	channelsMost = 50
	// channelName is how long a name may be, in characters.
	channelName = 20
)

// List returns the channels of the file, then those that were added, in the order of scenes.
func (s *Channels) List(ctx context.Context, who Actor) ([]Channel, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, err
	}
	stored, err := s.Store.Channels(ctx, s.Campaign.ID)
	if err != nil {
		return nil, fmt.Errorf("read the channels: %w", err)
	}
	var out []Channel
	for _, scene := range s.Campaign.Signup.Scenes {
		c := Channel{Scene: scene}
		if i := slices.IndexFunc(stored, func(k Channel) bool { return k.Scene == scene }); i >= 0 {
			c = stored[i]
		}
		out = append(out, c)
	}
	for _, c := range stored {
		if c.Added && !slices.Contains(s.Campaign.Signup.Scenes, c.Scene) {
			out = append(out, c)
		}
	}
	return out, nil
}

// Find returns the channel of a scene, or ErrNotFound.
func (s *Channels) Find(ctx context.Context, who Actor, scene string) (Channel, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return Channel{}, err
	}
	all, err := s.List(ctx, who)
	if err != nil {
		return Channel{}, err
	}
	i := slices.IndexFunc(all, func(c Channel) bool { return c.Scene == scene })
	if i < 0 {
		return Channel{}, ErrNotFound
	}
	return all[i], nil
}

// Add adds a channel. Its scene follows from its name and the class, so that doing it twice
// adds one, and two classes never share a scene.
func (s *Channels) Add(ctx context.Context, who Actor, name string, at time.Time) (Channel, error) {
	if err := allow(who, ActionAddChannel); err != nil {
		return Channel{}, err
	}
	name = oneLine(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > channelName || strings.ContainsAny(name, `<>&/"'\`) {
		return Channel{}, ErrName
	}
	if word, bad := s.Blocked.Find(name); bad {
		return Channel{}, &BlockedError{Word: word}
	}
	sum := sha256.Sum256([]byte(s.Campaign.ID + "\n" + name))
	c := Channel{Scene: "ch-" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5])), Name: name, Added: true}
	ok, err := s.Store.AddChannel(ctx, s.Campaign.ID, c, channelsMost, at)
	if err != nil {
		return Channel{}, fmt.Errorf("add a channel: %w", err)
	}
	if !ok {
		return c, ErrAlready
	}
	return c, s.Guard.record(ctx, who, change{ActionAddChannel, c.Scene, "", name}, at)
}

// Code returns what the code of a channel says, outside of units: the stored one, or a fresh one
// of the platform, which Keep stores. An account has 100,000 of them for ever.
func (s *Channels) Code(ctx context.Context, who Actor, scene string) (address string, fresh bool, err error) {
	if err := allow(who, ActionMakeCode); err != nil {
		return "", false, err
	}
	c, err := s.Find(ctx, who, scene)
	if err != nil {
		return "", false, err
	}
	if c.URL != "" {
		return c.URL, false, nil
	}
	if s.Codes == nil {
		return "", false, errors.New("there is no account to make codes")
	}
	address, err = s.Codes.CreateCode(ctx, scene)
	if err != nil {
		return "", false, fmt.Errorf("make the code of a channel: %w", err)
	}
	return address, true, nil
}

// Keep stores a fresh code.
func (s *Channels) Keep(ctx context.Context, who Actor, scene, address string, at time.Time) error {
	if err := allow(who, ActionMakeCode); err != nil {
		return err
	}
	if err := s.Store.KeepCode(ctx, s.Campaign.ID, scene, address, at); err != nil {
		return fmt.Errorf("store the code of a channel: %w", err)
	}
	return s.Guard.record(ctx, who, change{ActionMakeCode, scene, "", ""}, at)
}
