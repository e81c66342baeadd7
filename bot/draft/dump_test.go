package draft

import (
	"fmt"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	data, err := os.ReadFile(os.Getenv("DUMP"))
	if err != nil {
		t.Skip()
	}
	o := Options{}
	if p := os.Getenv("PUB"); p != "" {
		o.Published, _ = parseDay(p)
	}
	out := Read(data, o)
	for _, f := range out.Facts {
		fmt.Printf("%-14s %v   « %s\n", f.Field, f.Value, short(f.Source, 60))
	}
	for _, c := range out.Clashes {
		fmt.Println("CLASH", c)
	}
	for _, g := range out.Gaps {
		fmt.Println("GAP", g.Field, g.About)
	}
}
