%%
start: ;
