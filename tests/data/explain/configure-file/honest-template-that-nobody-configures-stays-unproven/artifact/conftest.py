VERSION = "1.0"
import socket
