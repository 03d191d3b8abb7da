%%
start: { system ("id"); } ;
