package lazyregexp_test

import (
	"reflect"
	"regexp"
	"testing"

	"zhujiao/bot/lazyregexp"
)

// TestSameAsStandard: every method has the result of the standard library's.
func TestSameAsStandard(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`(\d+)\s*(元|块)?`, `^$`, `[、，]`} {
		lazy, plain := reflect.ValueOf(lazyregexp.MustCompile(text)), reflect.ValueOf(regexp.MustCompile(text))
		for i := range lazy.NumMethod() {
			name := lazy.Type().Method(i).Name
			for _, s := range []string{"", "价值299元、19块，3", "无"} {
				args := []reflect.Value{reflect.ValueOf(s), reflect.ValueOf(-1)}
				switch name {
				case "String":
					args = nil
				case "Match":
					args = []reflect.Value{reflect.ValueOf([]byte(s))}
				case "ReplaceAllString":
					args[1] = reflect.ValueOf("<$1>")
				case "ReplaceAllStringFunc":
					args[1] = reflect.ValueOf(func(m string) string { return m + m })
				default:
					args = args[:lazy.Method(i).Type().NumIn()]
				}
				got, want := lazy.Method(i).Call(args)[0].Interface(), plain.MethodByName(name).Call(args)[0].Interface()
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s of %q in %q: got %v, want %v", name, text, s, got, want)
				}
			}
		}
	}
}

// TestWrongAtOnce: a wrong expression ends the program when it starts.
func TestWrongAtOnce(t *testing.T) {
	t.Parallel()
	if _, err := lazyregexp.Compile(`(a`); err == nil {
		t.Error("compiled (a")
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	lazyregexp.MustCompile(`[z-a]`)
}
