from invoke import task


@task
def assets(ctx):
    ctx.run("npm install")
    ctx.run("cp node_modules/swagger-ui-dist/swagger-ui*.js example/static")
