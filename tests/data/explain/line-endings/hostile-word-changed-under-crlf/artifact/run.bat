@echo on
exit
