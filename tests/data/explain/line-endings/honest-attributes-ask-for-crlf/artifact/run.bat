@echo off
exit
