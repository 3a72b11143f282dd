using Mem0Sharp.Faults;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
return args switch
{
    ["crash", .. var options] => await CrashCommand.RunAsync(options, Console.Out, stop.Token),
    ["sharing", .. var options] => await SharingCommand.RunAsync(options, Console.Out, stop.Token),
    ["io", .. var options] => await IoCommand.RunAsync(options, Console.Out, stop.Token),
    ["lost-pages", .. var options] => await LostPagesCommand.RunAsync(options, Console.Out, stop.Token),
    [LostPagesChild.Name, var folder, var trace, var durability] => await LostPagesChild.RunAsync(folder, trace, durability, Console.Out),
    ["migration", .. var options] => await MigrationCommand.RunAsync(options, Console.Out, stop.Token),
    [MigrationChild.Name, var path, var trace] => await MigrationChild.RunAsync(path, trace),
    ["damage", .. var options] => await DamageCommand.RunAsync(options, Console.Out, stop.Token),
    [DamageChild.Name, var folder, .. var numbers] => await DamageChild.RunAsync(folder, [.. numbers.Select(FaultArguments.Number)], Console.Out),
    ["refused", .. var options] => await RefusalCommand.RunAsync(options, Console.Out, stop.Token),
    [RefusalCommand.ChildName, var folder, var seed] => await RefusalCommand.RunChildAsync(folder, FaultArguments.Number(seed), Console.Out),
    [RefusalHolder.Name, var path, var how] => await RefusalHolder.RunAsync(path, how, Console.In, Console.Out),
    ["server", .. var options] => await ServerCommand.RunAsync(options, Console.Out, stop.Token),
    ["hosts", .. var options] => await HostsCommand.RunAsync(options, Console.Out, stop.Token),
    [HostsChild.Name, .. var options] => await HostsChild.RunAsync(options),
    [HostsChecker.Name, .. var options] => await HostsChecker.RunAsync(options, Console.Out),
    ["soak", .. var options] => await SoakCommand.RunAsync(options, Console.Out, stop.Token),
    [IoChild.Name, var folder, .. var numbers] => await IoChild.RunAsync(folder, [.. numbers.Select(FaultArguments.Number)], Console.Out),
    [SharingChild.Name, var path, var id, var updates] => await SharingChild.RunAsync(path, id, FaultArguments.Number(updates), Console.Out),
    [CrashChild.Name, var seed, .. var files] => await CrashChild.RunAsync(FaultArguments.Number(seed), files, Console.Out),
    _ => FaultArguments.Misused(Console.Error),
};
