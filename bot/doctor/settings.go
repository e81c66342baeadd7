package doctor

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// Variables are what is wrong with the settings, by the names of their variables.
type Variables struct {
	// Missing have to be set, Wrong have a value that cannot be used, Unread are read by
	// nobody.
	Missing, Wrong, Unread []string
}

// SettingsCheck looks at the settings. Nothing depends on it: each check needs a few of
// them only, see Variables.Without.
func SettingsCheck(v Variables) Check {
	return Check{Settings, nil, 0, func(context.Context) Finding {
		switch {
		case len(v.Missing)+len(v.Wrong) > 0:
			return Finding{State: Bad, Code: CodeSettingsBad, Facts: []string{strings.Join(v.Missing, " "), strings.Join(v.Wrong, " ")}}
		case len(v.Unread) > 0:
			return Finding{State: Notice, Code: CodeSettingsUnknown, Facts: []string{strings.Join(v.Unread, ", ")}}
		default:
			return Finding{Code: CodeSettingsGood}
		}
	}}
}

// Needs returns the check of the settings if one of some variables cannot be used, because
// what needs it cannot be looked at then.
func (v Variables) Needs(names ...string) []Name {
	for _, n := range names {
		if slices.Contains(v.Missing, n) || slices.Contains(v.Wrong, n) {
			return []Name{Settings}
		}
	}
	return nil
}

// ModeCheck looks at the mode of messages: safe, compat or plain.
func ModeCheck(mode string) Check {
	return Check{Mode, nil, 0, func(context.Context) Finding {
		switch mode {
		case "safe", "compat":
			return Finding{Code: CodeModeGood, Facts: []string{mode}}
		case "plain":
			return Finding{State: Notice, Code: CodeModePlain}
		default:
			return Finding{State: Bad, Code: CodeModeBad}
		}
	}}
}

// keyLength is how many characters an EncodingAESKey has.
const keyLength = 43

// AESCheck looks at the key of messages and at the one before it, which may be empty; decode
// returns an error for one that cannot be used.
func AESCheck(mode, key, previous string, decode func(key string) error, needs ...Name) Check {
	return Check{AESKey, needs, 0, func(context.Context) Finding {
		if mode == "plain" && key == "" {
			return Finding{Code: CodeAESUnneeded}
		}
		if key == "" {
			return Finding{State: Bad, Code: CodeAESMissing}
		}
		for _, k := range []struct{ variable, value string }{
			{"ZHUJIAO_WECHAT_AES_KEY", key}, {"ZHUJIAO_WECHAT_AES_KEY_PREVIOUS", previous},
		} {
			switch {
			case k.value == "":
			case len(k.value) != keyLength:
				return Finding{State: Bad, Code: CodeAESLength, Facts: []string{k.variable, strconv.Itoa(len(k.value))}}
			case decode(k.value) != nil:
				return Finding{State: Bad, Code: CodeAESLetters, Facts: []string{k.variable}}
			}
		}
		return Finding{Code: CodeAESGood}
	}}
}

// Files are the campaign files as they were read.
type Files struct {
	// Count is how many there are, Errors how many errors they have, First the first of them
	// in the words of the check of campaign files.
	Count, Errors int
	First         string
}

// CampaignCheck looks at the campaign files at a path.
func CampaignCheck(path string, read func() (Files, error), needs ...Name) Check {
	return Check{Campaign, needs, 0, func(context.Context) Finding {
		f, err := read()
		switch {
		case err != nil:
			return Finding{State: Bad, Code: CodeCampaignUnread, Facts: []string{path, err.Error()}}
		case f.Errors > 0:
			return Finding{State: Bad, Code: CodeCampaignBad, Facts: []string{strconv.Itoa(f.Errors), f.First, path}}
		default:
			return Finding{Code: CodeCampaignGood, Facts: []string{strconv.Itoa(f.Count)}}
		}
	}}
}
