cat $ROOT/wheels/LICENSE_linux.txt >> $ROOT/LICENSE.txt
