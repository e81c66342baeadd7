// Package scenario plays written conversations against a bot: people write, the clock
// moves, and every answer and every sent text is compared with what the file says. It
// drives the simulated platform of wxsim and knows nothing of the bot but its webhook; a
// bot that lets its clock be set can be played through a whole evening in seconds.
package scenario
