package faq_test

import (
	"os"
	"runtime"
	"runtime/pprof"
	"testing"

	"zhujiao/bot/faq"
)

func live() float64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return float64(s.HeapAlloc) / (1 << 20)
}

func TestZZMem(t *testing.T) {
	if os.Getenv("ZZMEM") == "" {
		t.Skip()
	}
	a := live()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	b := live()
	c, _ := faq.New(class())
	d := live()
	e := answered(3000)
	f := live()
	x, _ := faq.New(faq.Setup{Entries: e})
	g := live()
	
	t.Logf("start %.2f, first (sample) +%.2f, class +%.2f, entries %.2f, 3000 +%.2f", a, b-a, d-b, f-d, g-f)
	w, _ := os.Create(os.Getenv("ZZMEM"))
	_ = pprof.Lookup("heap").WriteTo(w, 0)
	w.Close()
	runtime.KeepAlive(m)
	runtime.KeepAlive(c)
	runtime.KeepAlive(x)
	runtime.KeepAlive(e)
}
