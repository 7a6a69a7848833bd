# docker build .                      builds the program from its source
# docker build --target prepared .    takes what `dotnet publish Voting.Api -c Release -o publish` has made
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
# Volumes take their owner from these. 1654 is the image's own user app.
RUN mkdir -p /keys /codes /certificates && chown 1654:1654 /keys /codes /certificates && chmod 700 /keys /codes
USER 1654:1654
WORKDIR /app
EXPOSE 8080
ENTRYPOINT ["dotnet", "/app/Voting.Api.dll"]

FROM base AS prepared
COPY publish/ /app/

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish Voting.Api -c Release -o /publish --nologo

FROM base AS built
COPY --from=build /publish/ /app/
