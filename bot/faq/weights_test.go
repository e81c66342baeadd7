package faq_test

import (
	"go/format"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/faq"
)

// TestWeightsFile proves that weights.go is what the program writes for the weights
// in it: each weight stands under the constant of its signal.
func TestWeightsFile(t *testing.T) {
	t.Parallel()
	got, err := os.ReadFile("weights.go")
	if err != nil {
		t.Fatal(err)
	}
	want, err := format.Source([]byte(faq.ShippedSource()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}
