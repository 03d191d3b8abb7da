# said at the end
_ = str
