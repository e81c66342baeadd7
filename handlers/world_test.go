package handlers_test

import (
	"sync"
	"testing"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/cmd/zhujiao/sample"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// loaded is the sample with its reader.
type loaded struct {
	*content.Version
	reader *intent.Reader
}

var shared = sync.OnceValues(func() (loaded, error) {
	v, _, err := content.LoadFS(sample.Files, sample.FileName, vocabulary(), time.Time{})
	if err != nil {
		return loaded{}, err
	}
	return loaded{v, intent.New(v.Campaign, handlers.ReaderTexts(v.Campaign, v.Texts), attendee.Commands())}, nil
})

func vocabulary() content.Vocabulary {
	known := attendee.Vocabulary()
	known.MaxText = 2048
	return known
}

// class is the sample, which all tests share.
func class(t *testing.T) loaded {
	t.Helper()
	l, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// render fills in a text, which must have words.
func render(t *testing.T, key content.Key, v content.Vars) string {
	t.Helper()
	said := class(t).Texts.Say(key, evening(), v)
	if said == "" {
		t.Fatalf("text %q is empty", key)
	}
	return said
}
