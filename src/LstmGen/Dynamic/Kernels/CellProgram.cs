using LstmGen.Generator.Cells;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>
/// The equations of a cell as elementary operations one after another. Each goes over many units before the next begins, group by group of 16: values between them are in
/// registers of memory, as many groups long as are taken together.
/// </summary>
internal sealed class CellProgram
{
    /// <summary>Units of a group.</summary>
    internal const int Group = 16;

    /// <summary>Groups that are taken together where no value is of all units of a row: enough to hide what choosing an operation takes, and few enough for the nearest cache.</summary>
    private const int MostGroups = 8;

    private readonly AlignedMemory _constants;

    private CellProgram(CellOperation[] operations, (Quantity, int)[] inputs, int[] results, uint[] constants, int registers, int groups)
    {
        (Operations, Inputs, Results, Groups, Floats) = (operations, inputs, results, groups, registers * RegisterFloats(groups));
        _constants = new AlignedMemory(Math.Max(1, constants.Length) * Group);
        for (int at = 0; at < constants.Length; at++)
        {
            _constants.Span.Slice(at * Group, Group).Fill(BitConverter.UInt32BitsToSingle(constants[at]));
        }
    }

    internal CellOperation[] Operations { get; }

    /// <summary>What is read, and the register that it goes to.</summary>
    internal (Quantity Quantity, int Register)[] Inputs { get; }

    /// <summary>The register of each state after the step.</summary>
    internal int[] Results { get; }

    /// <summary>Groups that are taken together at most.</summary>
    internal int Groups { get; }

    /// <summary>Floats of all registers.</summary>
    internal int Floats { get; }

    internal ref float Constants => ref _constants.Reference;

    /// <summary>A cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="choice">What computes sigmoid and tanh.</param>
    /// <param name="units">Units of a row: where something is of all of them, all are taken together.</param>
    internal static CellProgram Of(Cell cell, ActivationChoice choice, int units)
    {
        CellStep step = cell.Step();
        Node[] results = Lowering.Lower(new Graph(), choice, step.After);
        return new Writer(results, units).Write();
    }

    /// <summary>Floats from one register to the next: a cache line more than it needs, since addresses alike in their last 12 bits would be taken for one another.</summary>
    private static int RegisterFloats(int groups) => (groups + 1) * Group;

    /// <summary>Gives each value a register, and takes it back behind the last operation that reads it.</summary>
    private sealed class Writer
    {
        private readonly ExpPattern _pattern = new();
        private readonly Dictionary<Node, (Node X, bool LessOne)> _exponentials = [];
        private readonly Node[] _results;
        private readonly Node[] _order;
        private readonly int _groups;
        private readonly Dictionary<Node, int> _places = [];
        private readonly Dictionary<Node, int> _lastUses = [];
        private readonly HashSet<Node> _once = [];
        private readonly Stack<int> _free = [];
        private int _registers;

        internal Writer(Node[] results, int units)
        {
            _results = results;
            _order = InOrder();
            _groups = Array.Exists(_order, node => node.Op == Op.Mean) ? LstmStateLayout.Round16(units) / Group : MostGroups;
        }

        internal CellProgram Write()
        {
            for (int at = 0; at < _order.Length; at++)
            {
                Array.ForEach(OperandsOf(_order[at]), operand => _lastUses[operand] = at);
            }

            Array.ForEach(_results, result => _lastUses[result] = _order.Length);
            List<uint> constants = [.. _pattern.Constants];
            var inputs = new List<(Quantity, int)>();
            var operations = new List<CellOperation>();
            foreach (Node node in _order.Where(node => node.Op == Op.Input))
            {
                inputs.Add((node.Quantity, Take(node)));
            }

            for (int at = 0; at < _order.Length; at++)
            {
                Node node = _order[at];
                if (node.Op == Op.Constant)
                {
                    int constant = constants.IndexOf(node.Bits);
                    _places[node] = ~((constant < 0 ? constants.Count : constant) * Group);
                    _once.Add(node);
                    if (constant < 0)
                    {
                        constants.Add(node.Bits);
                    }
                }
                else if (node.Op != Op.Input)
                {
                    operations.Add(Operation(node, at));
                }
            }

            return new([.. operations], [.. inputs], Array.ConvertAll(_results, Register), [.. constants], _registers, _groups);
        }

        /// <summary>Operands before their users; else by how many operations a value takes one after another, so that neighbours do not wait for each other.</summary>
        private Node[] InOrder()
        {
            var levels = new Dictionary<Node, int>();
            Array.ForEach(_results, result => Visit(result));
            return [.. levels.OrderBy(each => each.Value).Select(each => each.Key)];

            int Visit(Node node)
            {
                if (!levels.TryGetValue(node, out int level))
                {
                    if (_pattern.Match(node) is { } exponential)
                    {
                        _exponentials.Add(node, exponential);
                    }

                    foreach (Node operand in OperandsOf(node))
                    {
                        level = Math.Max(level, 1 + Visit(operand));
                    }

                    levels.Add(node, level);
                }

                return level;
            }
        }

        private Node[] OperandsOf(Node node) => _exponentials.TryGetValue(node, out (Node X, bool LessOne) exponential) ? [exponential.X] : node.Operands;

        private CellOperation Operation(Node node, int at)
        {
            Node[] operands = OperandsOf(node);
            if (node.Op == Op.Mean || Array.TrueForAll(operands, _once.Contains))
            {
                _once.Add(node);
            }

            (int a, int stepA) = Operand(0);
            (int b, int stepB) = Operand(1);
            (int c, int stepC) = Operand(2);
            (int d, int stepD) = Operand(3);
            int[] mayTake = Freed(at, operands, once: _once.Contains(node));
            Array.ForEach(mayTake, _free.Push);
            int to = Take(node);
            Array.ForEach([.. Freed(at, operands, once: true).Except(mayTake)], _free.Push);
            bool exponential = _exponentials.TryGetValue(node, out (Node X, bool LessOne) exp);
            return new CellOperation(exponential ? Op.Exp : node.Op, a, b, c, d, to) { StepA = stepA, StepB = stepB, StepC = stepC, StepD = stepD, Once = _once.Contains(node), Distance = (int)node.Bits, LessOne = exp.LessOne };

            (int Place, int Step) Operand(int index)
            {
                Node operand = operands[Math.Min(index, operands.Length - 1)];
                return (_places[operand], _once.Contains(operand) ? 0 : Group);
            }
        }

        /// <summary>
        /// Registers that nothing reads after an operation. It goes from group to group, so that its result may take the place of an operand; not of one that is the same for all
        /// groups, unless the result is too.
        /// </summary>
        private int[] Freed(int at, Node[] operands, bool once)
            => [.. operands.Where(operand => _lastUses[operand] == at && _places[operand] >= 0 && (once || !_once.Contains(operand))).Select(operand => _places[operand]).Distinct()];

        private int Take(Node node)
        {
            int place = _free.Count > 0 ? _free.Pop() : _registers++ * RegisterFloats(_groups);
            _places.Add(node, place);
            return place;
        }

        /// <summary>The register of a result; a cell never gives a constant or the same for all.</summary>
        private int Register(Node result) => _places[result] >= 0 && !_once.Contains(result) ? _places[result] : throw new InvalidOperationException("A state after a step is a constant.");
    }
}
