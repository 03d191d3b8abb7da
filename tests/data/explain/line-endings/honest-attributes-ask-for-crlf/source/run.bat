@echo off
exit
