%{
int yylex (void);
void yyerror (const char *said);
int sum;
%}
%token NUMBER
%%
lines: | lines NUMBER '\n' { sum += $2; };
%%
