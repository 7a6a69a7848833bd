using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Voting.Domain.Contracts;
using Voting.Kiosk;
using Voting.Kiosk.Lines;
using Voting.Kiosk.Presses;
using Voting.Kiosk.Screens;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
builder.Services.AddSingleton(new Visit(null, false, () => Task.FromResult<Snapshot?>(null)));
builder.Services.AddSingleton<IPressStore, IndexedDbStore>();
builder.Services.AddSingleton<PersistentComponentStateSerializer<Snapshot>, PaintedPicture>();
builder.Services.AddSingleton<HomeScreen>().AddSingleton<HubLine>();
var host = builder.Build();
// Before anything is shown: a member who has pressed is not given the paper again.
await host.Services.GetRequiredService<HomeScreen>().Remember();
await host.RunAsync();
