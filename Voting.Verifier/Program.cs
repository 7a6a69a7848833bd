using System.Text;
using Voting.Verifier;
using Voting.Verifier.Checks;
using Voting.Verifier.Recounting;

// Recounts and checks, from the open formats alone. It shares no code with what it checks.
//
//   Json/        reading JSON, RFC 9535 paths, RFC 8785 canonical text
//   Rules/       thresholds, tallies, verdicts, runoffs
//   Files/       the meeting file and the ballots script
//   Recounting/  `recount`: what the rules make of a script
//   Checks/      `verify`: whether a record is sound

using var output = Console.OpenStandardOutput();
using var errors = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
try
{
    return args switch
    {
        ["recount", var meeting, var ballots] => Recount.Run(meeting, ballots, output, errors),
        ["verify", .. var rest] when Anchors.TryParse(rest, out var records, out var anchors) => Verify.Run(records, anchors, output, errors),
        _ => Usage(errors),
    };
}
catch (OutOfMemoryException)
{
    errors.WriteLine("内存不足，无法读取 / not enough memory to read it");
    return Exit.Unreadable;
}

static int Usage(TextWriter errors)
{
    errors.WriteLine(
        """
        用法 / usage:
          Voting.Verifier recount MEETING BALLOTS
          Voting.Verifier verify RECORD… [--head HASH] [--keys FILE]
        退出码 / exit: 0 无误 sound, 1 有误 not sound, 2 无法读取 unreadable；多份记录以最差者为准 / of several records the worst
        """);
    return Exit.Unreadable;
}
