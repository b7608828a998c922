/* notify.h - what systemd is told: that we are up, and that the loop still turns */
#ifndef KT_KIOSK_NOTIFY_H
#define KT_KIOSK_NOTIFY_H

/* One datagram to $NOTIFY_SOCKET, if there is one: "READY=1", "WATCHDOG=1", "STOPPING=1". */
void notify_say(const char *words);
/* How often the watchdog wants to hear of us, twice in its time; 0: there is none. */
int notify_every_ms(void);

#endif
