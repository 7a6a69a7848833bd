using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Voting.Kiosk;
using Voting.Kiosk.Lines;
using Voting.Kiosk.Screens;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
builder.Services.AddSingleton(new Visit(null, () => Task.FromResult<Voting.Domain.Contracts.Snapshot?>(null)));
builder.Services.AddSingleton<HomeScreen>().AddSingleton<HubLine>();
await builder.Build().RunAsync();
