package jackfield.roles.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// Finds the rules that may match a number: a trie over prefixes and whole numbers, and beside it
/// the rules that only looking at can tell. What it costs depends on the number's length and on how
/// many rules are candidates, not on how many there are.
final class RuleIndex {
    private static final int[] NONE = {};

    private static final class Node {
        private final TreeMap<Character, Node> building = new TreeMap<>();
        private char[] letters = {};
        private Node[] next = {};
        private int[] prefixes = NONE;
        private int[] numbers = NONE;

        private Node below(char c) {
            int at = Arrays.binarySearch(letters, c);
            return at < 0 ? END : next[at];
        }

        private void finish() {
            letters = new char[building.size()];
            next = building.values().toArray(new Node[0]);
            int i = 0;
            for (char c : building.keySet()) {
                letters[i++] = c;
            }
            building.clear();
            for (Node node : next) {
                node.finish();
            }
        }
    }

    private static final Node END = new Node();

    private final List<Rule> rules;
    private final Node root = new Node();
    private final int[] always;

    RuleIndex(List<Rule> rules) {
        this.rules = rules;
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Conditions when = rules.get(i).when();
            if (!when.isIndexed()) {
                others.add(i);
                continue;
            }
            for (String prefix : when.prefixes()) {
                Node node = node(prefix);
                node.prefixes = with(node.prefixes, i);
            }
            for (String number : when.numbers()) {
                Node node = node(number);
                node.numbers = with(node.numbers, i);
            }
        }
        always = others.stream().mapToInt(Integer::intValue).toArray();
        root.finish();
    }

    private Node node(String path) {
        Node node = root;
        for (int i = 0; i < path.length(); i++) {
            node = node.building.computeIfAbsent(path.charAt(i), _ -> new Node());
        }
        return node;
    }

    private static int[] with(int[] list, int one) {
        if (list.length > 0 && list[list.length - 1] == one) {
            return list;
        }
        int[] longer = Arrays.copyOf(list, list.length + 1);
        longer[list.length] = one;
        return longer;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    List<Rule> rules() {
        return rules;
    }

    Rule rule(int i) {
        return rules.get(i);
    }

    /// The rules that may match `number`, in their order; one may be there twice.
    int[] candidates(String number) {
        int[] found = always;
        int lists = always.length == 0 ? 0 : 1;
        Node node = root;
        for (int i = 0; ; i++) {
            if (node.prefixes.length > 0) {
                found = joined(found, node.prefixes);
                lists++;
            }
            if (i == number.length()) {
                if (node.numbers.length > 0) {
                    found = joined(found, node.numbers);
                    lists++;
                }
                break;
            }
            node = node.below(number.charAt(i));
            if (node == END) {
                break;
            }
        }
        if (lists > 1) {
            Arrays.sort(found);
        }
        return found;
    }

    private static int[] joined(int[] some, int[] more) {
        int[] both = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, both, some.length, more.length);
        return both;
    }
}
