dist_man_MANS += %D%/karat.1 %D%/karat.conf.5 %D%/karat-keys.7 %D%/karat-kiosk.7
mande1dir = $(mandir)/de/man1
mande5dir = $(mandir)/de/man5
mande7dir = $(mandir)/de/man7
dist_mande1_DATA = %D%/de/karat.1
dist_mande5_DATA = %D%/de/karat.conf.5
dist_mande7_DATA = %D%/de/karat-keys.7 %D%/de/karat-kiosk.7
