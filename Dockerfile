# Portal for one node. All that it writes is below /data.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Portal/Portal.csproj src/Portal/
COPY src/Portal.Client/Portal.Client.csproj src/Portal.Client/
RUN dotnet restore src/Portal
COPY wwwroot wwwroot
COPY docs/release-notes.md docs/
COPY src src
RUN dotnet publish src/Portal -c Release -o /app && mkdir /data

# Without a shell or a package manager: what is not there needs no updates and helps no intruder.
# "extra" for the time zones.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS=8080 Portal__DataDirectory=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=6s --start-period=20s --retries=3 CMD ["./Portal", "--health"]
ENTRYPOINT ["./Portal"]
