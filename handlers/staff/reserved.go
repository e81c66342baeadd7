package staff

import (
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
)

// reservedReason returns why words cannot be a wording of a frequent question.
func reservedReason(e *moderation.ReservedError) string {
	if intent.ReservationKind(e.Kind) == intent.NoWords {
		return "「" + e.Words + "」里没有字，只有标点或表情"
	}
	return "「" + e.Words + "」已经是" + reservedWords(e.Reservation)
}

// reservedWords names the owner of reserved words.
func reservedWords(by moderation.Reservation) string {
	switch intent.ReservationKind(by.Kind) {
	case intent.DigitKey:
		return "数字菜单的按键"
	case intent.CommandWord:
		if by.Name == "取消顶" {
			return "指令「顶」"
		}
		return "指令「" + by.Name + "」"
	case intent.PackName:
		return "资料包「" + by.Name + "」"
	case intent.PackCommand:
		return "领「" + by.Name + "」的指令"
	case intent.PassphraseWord:
		return "签到口令"
	case intent.PassphraseSound:
		return "签到口令（读音一样）"
	case intent.EntryWording:
		return "常见问题「" + by.Name + "」"
	case intent.StaffLine:
		return "班主任的指令"
	case intent.CourtesyWords:
		return "客气话，不当问题"
	case intent.Declining:
		return "「不想报名了」的说法，回的是怎么取消报名"
	case intent.Free, intent.NoWords:
		return ""
	default:
		return ""
	}
}
