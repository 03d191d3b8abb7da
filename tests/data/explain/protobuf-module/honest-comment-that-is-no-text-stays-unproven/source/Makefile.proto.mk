zoo/animal_pb2.py: zoo/animal.proto
	python -m grpc_tools.protoc -I. --python_out=. --grpc_python_out=. $<
