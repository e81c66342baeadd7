package textcheck

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

const (
	// pathPattern is the rest of an address, up to the first character that no
	// address has.
	pathPattern = `(?:[/?#][a-z0-9/?#=&%._~:@!$*+-]*)?`
	// domains end addresses that phones make tappable without https://.
	domains = `com|cn|net|org|io|cc|top|vip|xyz|me|co|info|shop|site|club|link|ly|tv|im|app|ai|tech|store|fun|icu|wang|ink|pub|mobi|biz`
)

var link = regexp.MustCompile(`(?i)https?://[a-z0-9.:-]+` + pathPattern + `|(?:[a-z0-9-]+\.)+(?:` + domains + `)\b` + pathPattern)

// HasLink reports whether a text holds an address, so that the caller knows
// whether Check needs Links.
func HasLink(s string) bool { return link.MatchString(s) }

// checkLinks finds the addresses that are stopped, or that the class does not use.
func checkLinks(s string, l Links) (out []Finding) {
	known, stopped := bareSet(l.Known), bareSet(l.Stopped)
	for _, at := range link.FindAllStringIndex(s, -1) {
		address := strings.TrimRight(s[at[0]:at[1]], ".:?!")
		f := Finding{Start: at[0], End: at[0] + len(address), Words: address}
		switch {
		case stopped[bare(address)]:
			f.Code = StoppedLink
		case !known[bare(address)]:
			f.Code = UnknownLink
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}

func bareSet(addresses []string) map[string]bool {
	out := map[string]bool{}
	for _, a := range addresses {
		out[bare(a)] = true
	}
	return out
}

// bare is an address in the form in which addresses are compared: without its
// scheme and closing slash, the host in small letters.
func bare(address string) string {
	if i := strings.Index(address, "://"); i >= 0 {
		address = address[i+3:]
	}
	host, rest, slash := strings.Cut(strings.TrimSuffix(address, "/"), "/")
	if slash {
		rest = "/" + rest
	}
	return strings.ToLower(host) + rest
}
