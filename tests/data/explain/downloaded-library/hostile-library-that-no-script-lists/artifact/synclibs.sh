#!/bin/sh
GIT_URL_PREFIX="https://github.com/example";
LOCAL_LIBS="libone libtwo";
for LOCAL_LIB in ${LOCAL_LIBS};
do
	git clone --quiet ${GIT_URL_PREFIX}/${LOCAL_LIB}.git ${LOCAL_LIB}-$$;
	mkdir ${LOCAL_LIB};
	cp ${LOCAL_LIB}-$$/${LOCAL_LIB}/*.[chly] ${LOCAL_LIB};
done
