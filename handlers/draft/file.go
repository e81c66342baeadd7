package draft

import "zhujiao/bot/draft"

func File(r draft.Reading) []byte { return nil }
